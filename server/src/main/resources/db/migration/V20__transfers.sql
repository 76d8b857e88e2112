-- Imports from other stores, and how far each is. runner: the process that works on it.
CREATE TABLE transfer (
  id           TEXT    PRIMARY KEY,
  project      TEXT    NOT NULL,
  source       TEXT    NOT NULL,
  artifacts    TEXT    NOT NULL,
  dry_run      INTEGER NOT NULL,
  status       TEXT    NOT NULL,
  step         TEXT    NOT NULL,
  position     TEXT    NOT NULL,
  tally        TEXT    NOT NULL,
  verification TEXT    NOT NULL,
  fault        TEXT    NOT NULL,
  runner       TEXT    NOT NULL,
  created_by   TEXT    NOT NULL,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  ended_at     BIGINT
);
CREATE INDEX transfer_by_time ON transfer (created_at DESC, id DESC);
