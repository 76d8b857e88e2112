-- A score knows when its call was made and when it was given.
DROP TABLE joined_score;
CREATE TABLE joined_score (
  sequence   ${key} PRIMARY KEY,
  experiment TEXT   NOT NULL,
  variant    TEXT   NOT NULL,
  version    TEXT   NOT NULL,
  unit       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  score      DOUBLE PRECISION NOT NULL,
  call_time  BIGINT NOT NULL,
  time       BIGINT NOT NULL
);

-- Calls of a unit by the bucket of a histogram that their value falls into, for quantiles.
CREATE TABLE experiment_bucket (
  experiment TEXT    NOT NULL,
  unit       TEXT    NOT NULL,
  variant    TEXT    NOT NULL,
  metric     TEXT    NOT NULL,
  bucket     INTEGER NOT NULL,
  n          BIGINT  NOT NULL,
  PRIMARY KEY (experiment, metric, unit, variant, bucket)
) ${without_rowid};

-- The shares that the arms of an experiment had, from which moment on.
CREATE TABLE experiment_allocation (
  experiment TEXT    NOT NULL,
  step       INTEGER NOT NULL,
  time       BIGINT  NOT NULL,
  parts      TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (experiment, step)
) ${without_rowid};

-- What the always-valid bounds said, moment by moment.
CREATE TABLE experiment_reading (
  experiment TEXT   NOT NULL,
  variant    TEXT   NOT NULL,
  metric     TEXT   NOT NULL,
  units      BIGINT NOT NULL,
  time       BIGINT NOT NULL,
  estimate   DOUBLE PRECISION NOT NULL,
  low        DOUBLE PRECISION,
  high       DOUBLE PRECISION,
  p_value    DOUBLE PRECISION,
  PRIMARY KEY (experiment, variant, metric, units)
) ${without_rowid};

-- Every call of a unit is one observation of one.
UPDATE experiment_sum SET total = n WHERE metric = 'calls';
INSERT INTO exposure (experiment, unit, variant, version, time, revision, source, segment, client)
SELECT s.experiment, s.unit, s.variant, '', COALESCE(e.started_at, e.created_at), NULL, 'call', '', ''
FROM experiment_sum s JOIN experiment e ON e.id = s.experiment
WHERE s.metric = 'calls'
ON CONFLICT (experiment, unit, variant) DO NOTHING;
CREATE INDEX exposure_by_time ON exposure (experiment, time);
