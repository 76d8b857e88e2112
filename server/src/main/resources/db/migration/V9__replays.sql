-- Recorded inputs asked again of two versions; one at a time for each prompt.
CREATE TABLE replay (
  id          TEXT    PRIMARY KEY,
  prompt      TEXT    NOT NULL,
  plan        TEXT    NOT NULL,
  status      TEXT    NOT NULL,
  reason      TEXT,
  pairs       INTEGER,
  scanned     INTEGER NOT NULL,
  skipped     TEXT    NOT NULL,
  created_at  BIGINT  NOT NULL,
  created_by  TEXT    NOT NULL,
  finished_at BIGINT,
  runner      TEXT    NOT NULL,
  lease       BIGINT  NOT NULL
);
CREATE UNIQUE INDEX replay_running ON replay (prompt) WHERE status = 'RUNNING';
CREATE INDEX replay_by_time ON replay (created_at, id);

-- The inputs, fixed before the first of them is asked.
CREATE TABLE replay_pair (
  replay  TEXT    NOT NULL,
  number  INTEGER NOT NULL,
  call    TEXT    NOT NULL,
  skipped TEXT,
  PRIMARY KEY (replay, number)
) ${without_rowid};

-- What a version answered; such answers are no calls and count in no figure of a version.
CREATE TABLE replay_answer (
  replay        TEXT    NOT NULL,
  number        INTEGER NOT NULL,
  arm           TEXT    NOT NULL,
  success       INTEGER NOT NULL,
  error_type    TEXT,
  latency       BIGINT,
  cost          BIGINT,
  priced        INTEGER NOT NULL,
  input_tokens  BIGINT,
  output_tokens BIGINT,
  completeness  DOUBLE PRECISION,
  PRIMARY KEY (replay, number, arm)
) ${without_rowid};
