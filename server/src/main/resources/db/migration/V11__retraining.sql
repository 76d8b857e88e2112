-- How each model is trained anew. fired: the evidence by which each trigger fired last;
-- position: the newest label that a run has been started for.
CREATE TABLE retraining_pipeline (
  model      TEXT   PRIMARY KEY,
  settings   TEXT   NOT NULL,
  fired      TEXT   NOT NULL,
  position   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT   NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT   NOT NULL
);

-- Files of data that a run has been started for.
CREATE TABLE retraining_file (
  model    TEXT   NOT NULL,
  path     TEXT   NOT NULL,
  size     BIGINT NOT NULL,
  modified BIGINT NOT NULL,
  run      TEXT   NOT NULL,
  PRIMARY KEY (model, path)
) ${without_rowid};

-- Every look at the triggers. Looks in a row that hold back for the same reasons share a row.
CREATE TABLE retraining_evaluation (
  id       TEXT    PRIMARY KEY,
  model    TEXT    NOT NULL,
  first_at BIGINT  NOT NULL,
  last_at  BIGINT  NOT NULL,
  looks    BIGINT  NOT NULL,
  fired    INTEGER NOT NULL,
  same     TEXT    NOT NULL,
  detail   TEXT    NOT NULL,
  run      TEXT
);
CREATE INDEX retraining_evaluation_by_model ON retraining_evaluation (model, id);

-- One training and what became of it; at most one of a model is open.
CREATE TABLE retraining_run (
  id          TEXT    PRIMARY KEY,
  model       TEXT    NOT NULL,
  status      TEXT    NOT NULL,
  settings    TEXT    NOT NULL,
  cause       TEXT    NOT NULL,
  created_at  BIGINT  NOT NULL,
  created_by  TEXT    NOT NULL,
  started_at  BIGINT,
  trained_at  BIGINT,
  finished_at BIGINT,
  attempts    INTEGER NOT NULL,
  parent      TEXT,
  version     TEXT,
  experiment  TEXT,
  message     TEXT,
  delivered   TEXT,
  result      TEXT    NOT NULL,
  runner      TEXT    NOT NULL,
  lease       BIGINT  NOT NULL
);
CREATE UNIQUE INDEX retraining_run_open ON retraining_run (model) WHERE finished_at IS NULL;
CREATE INDEX retraining_run_by_model ON retraining_run (model, created_at);
