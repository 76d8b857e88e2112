-- Texts to extract fields from, and the right fields where somebody knows them.
CREATE TABLE document (
  id          TEXT    PRIMARY KEY,
  name        TEXT,
  content     TEXT    NOT NULL,
  metadata    TEXT    NOT NULL,
  gold        TEXT,
  fingerprint TEXT    NOT NULL,
  sha256      TEXT    NOT NULL,
  characters  INTEGER NOT NULL,
  created_at  BIGINT  NOT NULL,
  created_by  TEXT    NOT NULL
);
CREATE INDEX document_by_time ON document (created_at, id);

-- What came of a document and a version; the id is that of the call that was made for it.
CREATE TABLE extraction_result (
  id               TEXT    PRIMARY KEY,
  time             BIGINT  NOT NULL,
  document         TEXT    NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  prompt           TEXT    NOT NULL,
  version          TEXT    NOT NULL,
  experiment       TEXT    NOT NULL,
  variant          TEXT    NOT NULL,
  scored           INTEGER NOT NULL,
  outcome          TEXT    NOT NULL,
  error_type       TEXT,
  error            TEXT,
  form             TEXT,
  fields           TEXT,
  problems         TEXT    NOT NULL,
  completeness     DOUBLE PRECISION,
  fields_extracted INTEGER,
  latency          BIGINT,
  provider         TEXT,
  model            TEXT,
  input_tokens     BIGINT,
  output_tokens    BIGINT,
  cached_tokens    BIGINT,
  reasoning_tokens BIGINT,
  cost             BIGINT
);
CREATE INDEX extraction_result_by_time ON extraction_result (time, id);
CREATE INDEX extraction_result_by_version ON extraction_result (prompt, version, time, id);
CREATE INDEX extraction_result_by_document ON extraction_result (document, time, id);
CREATE INDEX extraction_result_by_experiment ON extraction_result (experiment, time, id)
  WHERE experiment <> '';
