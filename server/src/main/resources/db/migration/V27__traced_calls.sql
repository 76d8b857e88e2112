-- Traces that used prompts and that somebody has yet to count as calls of them.
CREATE TABLE trace_due (
  trace_id TEXT ${binary} PRIMARY KEY REFERENCES trace (id) ON DELETE CASCADE,
  -- how often something was said of the trace that matters to who counts it
  changes  BIGINT NOT NULL
);
