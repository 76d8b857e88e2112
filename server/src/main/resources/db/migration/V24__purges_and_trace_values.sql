-- What went for good and still has rows or files that are to be cleared. A row here and the absence
-- of the run, logged model or group are one commit. kind: run, model or group; id: as clients say it.
CREATE TABLE purged (
  kind   TEXT   NOT NULL,
  number BIGINT NOT NULL,
  id     TEXT ${binary} NOT NULL,
  PRIMARY KEY (kind, number)
) ${without_rowid};

-- Where files begin that nobody refers to any more, unless a version is made of them.
CREATE TABLE artifact_released (
  path TEXT ${binary} NOT NULL PRIMARY KEY
) ${without_rowid};

-- What the pass that is under way has removed so far, for its entry in the journal.
CREATE TABLE purge_pass (
  id         INTEGER NOT NULL PRIMARY KEY,
  nightly_at BIGINT  NOT NULL,
  run_groups BIGINT  NOT NULL,
  runs       BIGINT  NOT NULL,
  models     BIGINT  NOT NULL,
  traces     BIGINT  NOT NULL,
  files      BIGINT  NOT NULL,
  bytes      BIGINT  NOT NULL,
  freed      BIGINT  NOT NULL
);
INSERT INTO purge_pass (id, nightly_at, run_groups, runs, models, traces, files, bytes, freed)
VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0);

CREATE INDEX logged_model_metric_of_run ON logged_model_metric (run);

-- What the indexes of values leave out, so that these and those together are all values of a key.
CREATE INDEX trace_tag_by_key ON trace_tag (key, trace_id) WHERE length(value) > 200;
CREATE INDEX trace_metadata_by_key ON trace_metadata (key, trace_id) WHERE length(value) > 200;
