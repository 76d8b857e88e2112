-- Trials between versions; what was planned never changes and is kept as one JSON text.
CREATE TABLE experiment (
  id           TEXT   PRIMARY KEY,
  name         TEXT   NOT NULL UNIQUE,
  kind         TEXT   NOT NULL,
  asset        TEXT   NOT NULL,
  description  TEXT   NOT NULL,
  plan         TEXT   NOT NULL,
  status       TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  created_by   TEXT   NOT NULL,
  started_at   BIGINT,
  completed_at BIGINT,
  route_before BIGINT,
  route_now    BIGINT,
  winner       TEXT,
  conclusion   TEXT,
  decision     TEXT,
  changed_at   BIGINT NOT NULL,
  changed_by   TEXT   NOT NULL
);
CREATE INDEX experiment_by_asset ON experiment (kind, asset);

-- How far the calls are added up.
CREATE TABLE experiment_cursor (
  id   INTEGER PRIMARY KEY,
  call BIGINT  NOT NULL
);
INSERT INTO experiment_cursor (id, call) VALUES (1, 0);

-- Scores that joined calls of experiments and are not added up yet.
CREATE TABLE joined_score (
  sequence   ${key} PRIMARY KEY,
  experiment TEXT NOT NULL,
  variant    TEXT NOT NULL,
  version    TEXT NOT NULL,
  unit       TEXT NOT NULL,
  name       TEXT NOT NULL,
  score      DOUBLE PRECISION NOT NULL
);

-- What each unit of an arm adds up to: observations of a metric and their sum.
CREATE TABLE experiment_sum (
  experiment TEXT   NOT NULL,
  unit       TEXT   NOT NULL,
  variant    TEXT   NOT NULL,
  metric     TEXT   NOT NULL,
  n          BIGINT NOT NULL,
  total      DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (experiment, unit, variant, metric)
) ${without_rowid};

-- Calls that named an experiment and did not count, by reason.
CREATE TABLE experiment_uncounted (
  experiment TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  n          BIGINT NOT NULL,
  PRIMARY KEY (experiment, reason)
) ${without_rowid};

CREATE INDEX call_in_experiment ON call (sequence) WHERE experiment <> '';
