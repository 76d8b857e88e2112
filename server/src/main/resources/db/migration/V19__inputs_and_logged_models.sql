-- The datasets that runs read, each once for its group.
CREATE TABLE input_dataset (
  number      ${identity},
  group_id    BIGINT NOT NULL,
  name        TEXT ${binary} NOT NULL,
  digest      TEXT ${binary} NOT NULL,
  source_type TEXT ${binary} NOT NULL,
  source      TEXT NOT NULL,
  fields      TEXT,
  profile     TEXT,
  UNIQUE (group_id, name, digest)
);

CREATE TABLE run_input (
  run     BIGINT NOT NULL,
  dataset BIGINT NOT NULL,
  PRIMARY KEY (run, dataset)
) ${without_rowid};
CREATE INDEX run_of_input ON run_input (dataset, run);

CREATE TABLE run_input_tag (
  run     BIGINT NOT NULL,
  dataset BIGINT NOT NULL,
  key     TEXT ${binary} NOT NULL,
  value   TEXT ${binary} NOT NULL,
  PRIMARY KEY (run, dataset, key)
) ${without_rowid};

-- What a run read (0) or made (1) of logged models, which may be of another server.
CREATE TABLE run_model (
  run      BIGINT  NOT NULL,
  is_made  INTEGER NOT NULL,
  model_id TEXT ${binary} NOT NULL,
  step     BIGINT  NOT NULL,
  PRIMARY KEY (run, is_made, model_id)
) ${without_rowid};
CREATE INDEX run_of_model ON run_model (model_id, run);

-- Models that were logged, before and whether or not they are registered.
CREATE TABLE logged_model (
  number       ${identity},
  id           TEXT ${binary} NOT NULL UNIQUE,
  group_id     BIGINT  NOT NULL,
  name         TEXT ${binary} NOT NULL,
  status       INTEGER NOT NULL,
  model_type   TEXT ${binary} NOT NULL,
  source_run   TEXT ${binary} NOT NULL,
  artifact_uri TEXT ${binary} NOT NULL,
  created_at   BIGINT  NOT NULL,
  changed_at   BIGINT  NOT NULL,
  deleted_at   BIGINT
);
CREATE INDEX logged_model_of_group ON logged_model (group_id, created_at DESC, id);
CREATE INDEX logged_model_of_run ON logged_model (source_run);

CREATE TABLE logged_model_param (
  model BIGINT NOT NULL,
  key   TEXT ${binary} NOT NULL,
  value TEXT ${binary} NOT NULL,
  PRIMARY KEY (model, key)
) ${without_rowid};

CREATE TABLE logged_model_tag (
  model BIGINT NOT NULL,
  key   TEXT ${binary} NOT NULL,
  value TEXT ${binary} NOT NULL,
  PRIMARY KEY (model, key)
) ${without_rowid};

-- Metrics of models as runs logged them; without a dataset its name and digest are empty.
CREATE TABLE logged_model_metric (
  model          BIGINT  NOT NULL,
  key            TEXT ${binary} NOT NULL,
  dataset_name   TEXT ${binary} NOT NULL,
  dataset_digest TEXT ${binary} NOT NULL,
  time           BIGINT  NOT NULL,
  step           BIGINT  NOT NULL,
  run            BIGINT  NOT NULL,
  value          DOUBLE PRECISION NOT NULL,
  is_nan         INTEGER NOT NULL,
  PRIMARY KEY (model, key, dataset_name, dataset_digest, time, step, run)
) ${without_rowid};
