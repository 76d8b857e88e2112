-- How far calls have been shown as runs; its lock orders those who follow.
CREATE TABLE call_run_cursor (
  id       INTEGER NOT NULL PRIMARY KEY,
  sequence BIGINT  NOT NULL
);
INSERT INTO call_run_cursor (id, sequence) SELECT 1, COALESCE(MAX(sequence), 0) FROM call;
