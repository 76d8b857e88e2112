-- True labels that joined a prediction and that the monitors have not taken over yet.
CREATE TABLE joined_label (
  sequence   ${key} PRIMARY KEY,
  kind       TEXT   NOT NULL,
  asset      TEXT   NOT NULL,
  version    TEXT   NOT NULL,
  call_id    TEXT   NOT NULL,
  call_time  BIGINT NOT NULL,
  time       BIGINT NOT NULL,
  prediction TEXT   NOT NULL,
  label      TEXT   NOT NULL,
  confidence DOUBLE PRECISION,
  score      DOUBLE PRECISION
);

CREATE INDEX call_of_version ON call (sequence) WHERE asset <> '';

-- How far calls and the journal are looked at (1), and the lock of whoever judges (2).
CREATE TABLE watch_cursor (
  id      INTEGER PRIMARY KEY,
  call    BIGINT NOT NULL,
  journal BIGINT NOT NULL
);
INSERT INTO watch_cursor (id, call, journal)
VALUES (1, 0, (SELECT COALESCE(MAX(sequence), 0) FROM journal)), (2, 0, 0);

-- What versions looked like when all was well; the highest number counts.
CREATE TABLE drift_reference (
  kind       TEXT    NOT NULL,
  asset      TEXT    NOT NULL,
  version    TEXT    NOT NULL,
  number     INTEGER NOT NULL,
  source     TEXT    NOT NULL,
  observed   BIGINT  NOT NULL,
  note       TEXT    NOT NULL,
  created_at BIGINT  NOT NULL,
  created_by TEXT    NOT NULL,
  content    ${blob} NOT NULL,
  PRIMARY KEY (kind, asset, version, number)
) ${without_rowid};

-- The first calls of versions that have no reference, from which one is made.
CREATE TABLE drift_baseline (
  kind    TEXT    NOT NULL,
  asset   TEXT    NOT NULL,
  version TEXT    NOT NULL,
  calls   BIGINT  NOT NULL,
  content ${blob} NOT NULL,
  PRIMARY KEY (kind, asset, version)
) ${without_rowid};

-- Calls of a version and a span of time, counted in the cells of a reference (0: there was none).
CREATE TABLE drift_window (
  kind       TEXT    NOT NULL,
  asset      TEXT    NOT NULL,
  version    TEXT    NOT NULL,
  length     BIGINT  NOT NULL,
  start      BIGINT  NOT NULL,
  reference  INTEGER NOT NULL,
  calls      BIGINT  NOT NULL,
  judged     BIGINT  NOT NULL,
  changed_at BIGINT  NOT NULL,
  profile    ${blob} NOT NULL,
  PRIMARY KEY (kind, asset, version, length, start, reference)
) ${without_rowid};
CREATE INDEX drift_window_by_start ON drift_window (start);
CREATE INDEX drift_window_by_change ON drift_window (changed_at);
CREATE INDEX drift_window_unjudged ON drift_window (start) WHERE judged <> calls;

-- What the rule said of a window.
CREATE TABLE drift_result (
  kind      TEXT    NOT NULL,
  asset     TEXT    NOT NULL,
  version   TEXT    NOT NULL,
  length    BIGINT  NOT NULL,
  start     BIGINT  NOT NULL,
  reference INTEGER NOT NULL,
  calls     BIGINT  NOT NULL,
  judged_at BIGINT  NOT NULL,
  score     DOUBLE PRECISION,
  severity  TEXT    NOT NULL,
  drifted   INTEGER NOT NULL,
  suspected TEXT    NOT NULL,
  report    TEXT    NOT NULL,
  PRIMARY KEY (kind, asset, version, length, start, reference)
) ${without_rowid};
CREATE INDEX drift_result_by_start ON drift_result (start);

-- The errors of the latest labelled predictions, in the order of their labels.
CREATE TABLE label_error (
  kind      TEXT    NOT NULL,
  asset     TEXT    NOT NULL,
  version   TEXT    NOT NULL,
  sequence  BIGINT  NOT NULL,
  call_time BIGINT  NOT NULL,
  time      BIGINT  NOT NULL,
  whole     INTEGER NOT NULL,
  error     DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (kind, asset, version, sequence)
) ${without_rowid};

-- The errors of the first labelled predictions, added up.
CREATE TABLE label_baseline (
  kind    TEXT   NOT NULL,
  asset   TEXT   NOT NULL,
  version TEXT   NOT NULL,
  n       BIGINT NOT NULL,
  total   DOUBLE PRECISION NOT NULL,
  squares DOUBLE PRECISION NOT NULL,
  last    BIGINT NOT NULL,
  PRIMARY KEY (kind, asset, version)
) ${without_rowid};

-- Predictions of a version and a span of time, and what their labels said.
CREATE TABLE quality_window (
  kind        TEXT    NOT NULL,
  asset       TEXT    NOT NULL,
  version     TEXT    NOT NULL,
  length      BIGINT  NOT NULL,
  start       BIGINT  NOT NULL,
  predictions BIGINT  NOT NULL,
  labelled    BIGINT  NOT NULL,
  sums        ${blob} NOT NULL,
  PRIMARY KEY (kind, asset, version, length, start)
) ${without_rowid};
CREATE INDEX quality_window_by_start ON quality_window (start);

-- What somebody should look at, from when it was seen until it was over.
CREATE TABLE alert (
  id              TEXT   PRIMARY KEY,
  kind            TEXT   NOT NULL,
  asset           TEXT   NOT NULL,
  version         TEXT   NOT NULL,
  type            TEXT   NOT NULL,
  level           TEXT   NOT NULL,
  status          TEXT   NOT NULL,
  opened_at       BIGINT NOT NULL,
  changed_at      BIGINT NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  resolved_at     BIGINT,
  resolved_by     TEXT,
  note            TEXT,
  -- 1 once what it is about is over; somebody may resolve it before
  past            INTEGER NOT NULL,
  evidence        TEXT   NOT NULL
);
CREATE UNIQUE INDEX alert_at_present ON alert (kind, asset, version, type) WHERE past = 0;
CREATE INDEX alert_by_time ON alert (opened_at);
