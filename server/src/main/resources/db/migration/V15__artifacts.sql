-- Files by path; parent is all of the path before its last slash.
CREATE TABLE artifact (
  path       TEXT ${binary} NOT NULL,
  parent     TEXT ${binary} NOT NULL,
  sha256     TEXT   NOT NULL,
  size       BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (path)
) ${without_rowid};
CREATE INDEX artifact_by_parent ON artifact (parent);

-- Content by its SHA-256, and how many paths have it.
CREATE TABLE blob (
  sha256 TEXT   PRIMARY KEY,
  size   BIGINT NOT NULL,
  uses   BIGINT NOT NULL
) ${without_rowid};

-- Files that are uploaded in parts; sha256 is there once the parts have become one file.
CREATE TABLE artifact_upload (
  id         TEXT    PRIMARY KEY,
  path       TEXT    NOT NULL,
  parts      INTEGER NOT NULL,
  token      TEXT    NOT NULL,
  changed_at BIGINT  NOT NULL,
  sha256     TEXT
);
CREATE INDEX artifact_upload_by_change ON artifact_upload (changed_at);

CREATE TABLE artifact_part (
  upload TEXT    NOT NULL,
  number INTEGER NOT NULL,
  name   TEXT    NOT NULL,
  sha256 TEXT    NOT NULL,
  size   BIGINT  NOT NULL,
  PRIMARY KEY (upload, number)
) ${without_rowid};
