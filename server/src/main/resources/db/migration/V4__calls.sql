-- The row whose lock makes the sequence of calls and feedback follow the order of the commits.
CREATE TABLE call_head (
  id       INTEGER PRIMARY KEY,
  sequence BIGINT  NOT NULL
);
INSERT INTO call_head (id, sequence) VALUES (1, 0);

-- How far each node's spool is applied, and the short number that its windows carry.
CREATE TABLE spool_cursor (
  node     TEXT    PRIMARY KEY,
  number   INTEGER NOT NULL UNIQUE,
  position BIGINT  NOT NULL
);

CREATE TABLE call (
  sequence         ${key} PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  time             BIGINT  NOT NULL,
  kind             TEXT    NOT NULL,
  asset            TEXT    NOT NULL,
  version          TEXT    NOT NULL,
  experiment       TEXT    NOT NULL,
  variant          TEXT    NOT NULL,
  unit             TEXT    NOT NULL,
  outcome          INTEGER NOT NULL,
  error_type       TEXT    NOT NULL,
  status           INTEGER,
  latency          BIGINT,
  first_token      BIGINT,
  provider         TEXT    NOT NULL,
  model            TEXT    NOT NULL,
  input_tokens     BIGINT,
  output_tokens    BIGINT,
  cached_tokens    BIGINT,
  reasoning_tokens BIGINT,
  usage_source     INTEGER NOT NULL,
  cost             BIGINT,
  completeness     DOUBLE PRECISION,
  fields_extracted INTEGER,
  confidence       DOUBLE PRECISION,
  scores           TEXT    NOT NULL,
  tags             TEXT    NOT NULL,
  detail           TEXT    NOT NULL
);
CREATE INDEX call_by_time ON call (time);
CREATE INDEX call_by_version ON call (asset, version, time) WHERE asset <> '';
CREATE INDEX call_by_asset ON call (asset, time) WHERE asset <> '';
CREATE INDEX call_by_experiment ON call (experiment, time) WHERE experiment <> '';
CREATE INDEX call_by_unit ON call (experiment, unit, time) WHERE experiment <> '';
CREATE INDEX call_by_error ON call (error_type, time) WHERE error_type <> '';

-- Requests and responses, compressed with the dictionary that the row names (0: none).
CREATE TABLE call_body (
  sequence   ${key} PRIMARY KEY,
  time       BIGINT  NOT NULL,
  dictionary INTEGER NOT NULL,
  content    ${blob} NOT NULL
);
CREATE INDEX call_body_by_time ON call_body (time);

CREATE TABLE body_dictionary (
  id      INTEGER PRIMARY KEY,
  time    BIGINT  NOT NULL,
  content ${blob} NOT NULL
);

-- Named values that came after a call. One without call_id waits for its call.
CREATE TABLE feedback (
  sequence   ${key} PRIMARY KEY,
  id         TEXT   NOT NULL UNIQUE,
  time       BIGINT NOT NULL,
  call_id    TEXT   NOT NULL,
  experiment TEXT   NOT NULL,
  unit       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  value      TEXT   NOT NULL,
  waiting    INTEGER NOT NULL
);
CREATE INDEX feedback_by_call ON feedback (call_id) WHERE call_id <> '';
CREATE INDEX feedback_waiting_for_call ON feedback (call_id, sequence)
  WHERE waiting = 1 AND call_id <> '';
CREATE INDEX feedback_waiting_for_unit ON feedback (experiment, unit, sequence)
  WHERE waiting = 1 AND call_id = '';
CREATE INDEX feedback_by_time ON feedback (time);

-- What the windows are about; '' stands for all variants or all tag values.
CREATE TABLE window_series (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  asset   TEXT NOT NULL,
  version TEXT NOT NULL,
  variant TEXT NOT NULL,
  tag     TEXT NOT NULL,
  UNIQUE (kind, asset, version, variant, tag)
);

-- Calls added up by minute (span 0), hour (1) and day (2). Each node writes rows of its own.
CREATE TABLE window_stats (
  series INTEGER NOT NULL,
  span   INTEGER NOT NULL,
  start  BIGINT  NOT NULL,
  node   INTEGER NOT NULL,
  stats  ${blob} NOT NULL,
  PRIMARY KEY (series, span, start, node)
) ${without_rowid};
CREATE INDEX window_stats_by_start ON window_stats (span, start);

-- Entries of a spool that could not be applied, with the reason.
CREATE TABLE call_rejected (
  sequence ${key} PRIMARY KEY,
  time     BIGINT  NOT NULL,
  node     INTEGER NOT NULL,
  type     INTEGER NOT NULL,
  reason   TEXT    NOT NULL,
  payload  ${blob} NOT NULL
);
