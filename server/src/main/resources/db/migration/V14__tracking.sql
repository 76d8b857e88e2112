-- Groups of runs, which MLflow calls experiments. A name stays taken after its group is deleted.
CREATE TABLE run_group (
  id                ${identity},
  project           TEXT ${binary} NOT NULL,
  name              TEXT ${binary} NOT NULL,
  artifact_location TEXT   NOT NULL,
  created_at        BIGINT NOT NULL,
  changed_at        BIGINT NOT NULL,
  deleted_at        BIGINT,
  UNIQUE (project, name)
);
CREATE INDEX run_group_by_time ON run_group (project, created_at DESC, id);
INSERT INTO run_group (id, project, name, artifact_location, created_at, changed_at)
VALUES (0, 'default', 'Default', 'mlflow-artifacts:/0', 0, 0);

CREATE TABLE run_group_tag (
  group_id BIGINT NOT NULL,
  key      TEXT ${binary} NOT NULL,
  value    TEXT ${binary} NOT NULL,
  PRIMARY KEY (group_id, key)
) ${without_rowid};

-- number: what the tables below say for a run, since its id would fill most of them.
CREATE TABLE run (
  number       ${identity},
  id           TEXT ${binary} NOT NULL UNIQUE,
  group_id     BIGINT  NOT NULL,
  name         TEXT ${binary} NOT NULL,
  user_id      TEXT ${binary} NOT NULL,
  status       INTEGER NOT NULL,
  start_time   BIGINT  NOT NULL,
  end_time     BIGINT,
  artifact_uri TEXT ${binary} NOT NULL,
  deleted_at   BIGINT
);
CREATE INDEX run_of_group ON run (group_id, start_time DESC, id, deleted_at, status);
CREATE INDEX run_by_name ON run (group_id, substr(name, 1, 64));

-- The latest value of each metric of a run; series stands for the two among the points.
CREATE TABLE run_metric (
  series   ${identity},
  run      BIGINT  NOT NULL,
  group_id BIGINT  NOT NULL,
  key      TEXT ${binary} NOT NULL,
  value    DOUBLE PRECISION NOT NULL,
  is_nan   INTEGER NOT NULL,
  time     BIGINT  NOT NULL,
  step     BIGINT  NOT NULL,
  UNIQUE (run, key)
);
CREATE INDEX run_metric_by_value ON run_metric (group_id, key, is_nan, value, run);

-- Every value that was logged. The same point again is the same row.
CREATE TABLE metric_point (
  series BIGINT  NOT NULL,
  time   BIGINT  NOT NULL,
  step   BIGINT  NOT NULL,
  value  DOUBLE PRECISION NOT NULL,
  is_nan INTEGER NOT NULL,
  PRIMARY KEY (series, time, step, value, is_nan)
) ${without_rowid};

-- Texts may be longer than an index takes: it holds how they begin.
CREATE TABLE run_param (
  run      BIGINT NOT NULL,
  key      TEXT ${binary} NOT NULL,
  group_id BIGINT NOT NULL,
  value    TEXT ${binary} NOT NULL,
  PRIMARY KEY (run, key)
) ${without_rowid};
CREATE INDEX run_param_by_value ON run_param (group_id, key, substr(value, 1, 64), run);

CREATE TABLE run_tag (
  run      BIGINT NOT NULL,
  key      TEXT ${binary} NOT NULL,
  group_id BIGINT NOT NULL,
  value    TEXT ${binary} NOT NULL,
  PRIMARY KEY (run, key)
) ${without_rowid};
CREATE INDEX run_tag_by_value ON run_tag (group_id, key, substr(value, 1, 64), run);

-- The first answer to each request that came with a key of its own.
CREATE TABLE tracked_answer (
  key        TEXT   NOT NULL,
  path       TEXT   NOT NULL,
  digest     TEXT   NOT NULL,
  answer     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (key, path)
) ${without_rowid};
CREATE INDEX tracked_answer_by_time ON tracked_answer (created_at);
