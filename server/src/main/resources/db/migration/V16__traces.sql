-- Traces: what the server knows of a request that a service handled.
CREATE TABLE trace (
  id                TEXT ${binary}    PRIMARY KEY,
  run_group         TEXT ${binary}    NOT NULL,
  client_request_id TEXT ${binary},
  request_preview   TEXT ${binary},
  response_preview  TEXT ${binary},
  name              TEXT ${binary},
  state             TEXT ${binary}    NOT NULL,
  started_at        BIGINT  NOT NULL,
  ended_at          BIGINT  NOT NULL,
  -- milliseconds; unknown while a trace is under way
  duration          BIGINT,
  -- 1 once its service said itself what it was: spans then change nothing but themselves
  finalized         INTEGER NOT NULL
);
CREATE INDEX trace_by_time ON trace (run_group, started_at, id);
CREATE INDEX trace_by_age ON trace (started_at);
CREATE INDEX trace_by_duration ON trace (run_group, duration, started_at, id);
CREATE INDEX trace_by_name ON trace (run_group, name, started_at) WHERE name IS NOT NULL;
CREATE INDEX trace_by_client_request ON trace (client_request_id)
  WHERE client_request_id IS NOT NULL;

CREATE TABLE trace_tag (
  trace_id TEXT ${binary} NOT NULL REFERENCES trace (id) ON DELETE CASCADE,
  key      TEXT ${binary} NOT NULL,
  value    TEXT ${binary} NOT NULL,
  PRIMARY KEY (trace_id, key)
) ${without_rowid};
-- Not every engine can have long values in an index; queries for short ones say that they are.
CREATE INDEX trace_tag_by_value ON trace_tag (key, value) WHERE length(value) <= 200;

CREATE TABLE trace_metadata (
  trace_id TEXT ${binary} NOT NULL REFERENCES trace (id) ON DELETE CASCADE,
  key      TEXT ${binary} NOT NULL,
  value    TEXT ${binary} NOT NULL,
  PRIMARY KEY (trace_id, key)
) ${without_rowid};
CREATE INDEX trace_metadata_by_value ON trace_metadata (key, value) WHERE length(value) <= 200;

-- Runs that a trace belongs to. A link may come before its trace.
CREATE TABLE trace_run (
  trace_id  TEXT ${binary}   NOT NULL,
  run_id    TEXT ${binary}   NOT NULL,
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (trace_id, run_id)
) ${without_rowid};
CREATE INDEX trace_run_by_age ON trace_run (linked_at);
CREATE INDEX trace_run_by_run ON trace_run (run_id, trace_id);

-- Prompts that a trace used, each as name/version.
CREATE TABLE trace_prompt (
  trace_id TEXT ${binary} NOT NULL REFERENCES trace (id) ON DELETE CASCADE,
  prompt   TEXT ${binary} NOT NULL,
  PRIMARY KEY (trace_id, prompt)
) ${without_rowid};
CREATE INDEX trace_prompt_by_prompt ON trace_prompt (prompt, trace_id);

-- Spans, each as the message that OpenTelemetry defines, compressed.
CREATE TABLE trace_span (
  trace_id      TEXT ${binary}    NOT NULL REFERENCES trace (id) ON DELETE CASCADE,
  span_id       TEXT ${binary}    NOT NULL,
  parent_id     TEXT ${binary},
  name          TEXT ${binary}    NOT NULL,
  type          TEXT ${binary}    NOT NULL,
  status        TEXT ${binary}    NOT NULL,
  -- nanoseconds
  started_at    BIGINT  NOT NULL,
  ended_at      BIGINT  NOT NULL,
  usage         TEXT ${binary},
  content       ${blob} NOT NULL,
  PRIMARY KEY (trace_id, span_id)
);
CREATE INDEX trace_span_by_name ON trace_span (name, trace_id);
CREATE INDEX trace_span_by_type ON trace_span (type, trace_id);

-- Attributes of spans that are short enough to be looked for.
CREATE TABLE trace_span_attribute (
  trace_id TEXT ${binary} NOT NULL,
  span_id  TEXT ${binary} NOT NULL,
  key      TEXT ${binary} NOT NULL,
  value    TEXT ${binary} NOT NULL,
  number   DOUBLE PRECISION,
  PRIMARY KEY (trace_id, span_id, key),
  FOREIGN KEY (trace_id, span_id) REFERENCES trace_span (trace_id, span_id) ON DELETE CASCADE
) ${without_rowid};
CREATE INDEX trace_span_attribute_by_value ON trace_span_attribute (key, value)
  WHERE length(value) <= 200;

-- What people, judges and code said of a trace or of one of its spans.
CREATE TABLE trace_assessment (
  id          TEXT ${binary}    PRIMARY KEY,
  trace_id    TEXT ${binary}    NOT NULL REFERENCES trace (id) ON DELETE CASCADE,
  span_id     TEXT ${binary},
  name        TEXT ${binary}    NOT NULL,
  kind        TEXT ${binary}    NOT NULL,
  source_type TEXT ${binary}    NOT NULL,
  source_id   TEXT ${binary}    NOT NULL,
  -- the value as a text and, where it is one, as a number, to be looked for
  value       TEXT ${binary},
  number      DOUBLE PRECISION,
  body        TEXT ${binary}    NOT NULL,
  rationale   TEXT ${binary},
  metadata    TEXT ${binary}    NOT NULL,
  overrides   TEXT ${binary},
  valid       INTEGER NOT NULL,
  created_at  BIGINT  NOT NULL,
  changed_at  BIGINT  NOT NULL
);
CREATE INDEX trace_assessment_by_trace ON trace_assessment (trace_id, created_at, id);
CREATE INDEX trace_assessment_by_name ON trace_assessment (name, kind, trace_id);
