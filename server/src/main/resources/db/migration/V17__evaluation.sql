-- What versions are evaluated on: sets of records, and the scorers that judge what comes out.
CREATE TABLE evaluation_dataset (
  id          TEXT    NOT NULL PRIMARY KEY,
  project     TEXT    NOT NULL,
  name        TEXT ${binary}    NOT NULL,
  digest      TEXT    NOT NULL,
  fields      TEXT,
  profile     TEXT,
  records     BIGINT  NOT NULL,
  created_at  BIGINT  NOT NULL,
  changed_at  BIGINT  NOT NULL,
  created_by  TEXT ${binary},
  changed_by  TEXT ${binary}
);
CREATE INDEX evaluation_dataset_by_time ON evaluation_dataset (project, created_at DESC, id);
CREATE INDEX evaluation_dataset_by_name ON evaluation_dataset (project, name);

CREATE TABLE evaluation_dataset_tag (
  dataset TEXT NOT NULL,
  name    TEXT ${binary} NOT NULL,
  value   TEXT ${binary} NOT NULL,
  PRIMARY KEY (dataset, name)
) ${without_rowid};

CREATE TABLE evaluation_dataset_group (
  dataset   TEXT NOT NULL,
  run_group TEXT NOT NULL,
  PRIMARY KEY (dataset, run_group)
) ${without_rowid};
CREATE INDEX evaluation_dataset_of_group ON evaluation_dataset_group (run_group, dataset);

-- fingerprint: of the inputs; a record with the same ones is the same record.
CREATE TABLE evaluation_record (
  dataset      TEXT   NOT NULL,
  id           TEXT   NOT NULL,
  position     BIGINT NOT NULL,
  fingerprint  TEXT   NOT NULL,
  inputs       TEXT   NOT NULL,
  outputs      TEXT,
  expectations TEXT,
  tags         TEXT,
  source       TEXT,
  created_at   BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  created_by   TEXT ${binary},
  changed_by   TEXT ${binary},
  PRIMARY KEY (dataset, id)
);
CREATE UNIQUE INDEX evaluation_record_by_inputs ON evaluation_record (dataset, fingerprint);
CREATE UNIQUE INDEX evaluation_record_by_position ON evaluation_record (dataset, position);

-- latest: the highest version there ever was; a number is not given twice.
CREATE TABLE scorer (
  id        TEXT    NOT NULL PRIMARY KEY,
  project   TEXT    NOT NULL,
  run_group TEXT    NOT NULL,
  name      TEXT ${binary}    NOT NULL,
  latest    INTEGER NOT NULL,
  UNIQUE (project, run_group, name)
);

CREATE TABLE scorer_version (
  scorer     TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  content    TEXT    NOT NULL,
  created_at BIGINT  NOT NULL,
  PRIMARY KEY (scorer, version)
);
