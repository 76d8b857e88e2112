-- Versions of assets, their aliases, and the routes that say which of them are live.
CREATE TABLE version (
  kind       TEXT   NOT NULL,
  asset      TEXT   NOT NULL,
  version    TEXT   NOT NULL,
  sha256     TEXT   NOT NULL,
  content    TEXT   NOT NULL,
  form       TEXT   NOT NULL,
  origin     TEXT   NOT NULL,
  file       TEXT,
  stage      TEXT   NOT NULL,
  parent     TEXT,
  reason     TEXT,
  created_at BIGINT NOT NULL,
  created_by TEXT   NOT NULL,
  used_at    BIGINT,
  PRIMARY KEY (kind, asset, version)
);

CREATE TABLE alias (
  kind    TEXT NOT NULL,
  asset   TEXT NOT NULL,
  alias   TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (kind, asset, alias),
  FOREIGN KEY (kind, asset, version) REFERENCES version (kind, asset, version)
);

-- The row whose lock orders the changes of one route, and every revision there ever was.
CREATE TABLE route_head (
  kind     TEXT   NOT NULL,
  asset    TEXT   NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (kind, asset)
);

CREATE TABLE route_revision (
  kind       TEXT   NOT NULL,
  asset      TEXT   NOT NULL,
  revision   BIGINT NOT NULL,
  previous   BIGINT,
  production TEXT,
  body       TEXT   NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  PRIMARY KEY (kind, asset, revision)
);
