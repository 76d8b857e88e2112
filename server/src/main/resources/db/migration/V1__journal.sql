-- The journal and the row whose lock makes its sequence follow the order of the commits.
CREATE TABLE journal_head (
  id       INTEGER PRIMARY KEY,
  sequence BIGINT  NOT NULL
);
INSERT INTO journal_head (id, sequence) VALUES (1, 0);

CREATE TABLE journal (
  sequence BIGINT PRIMARY KEY,
  time     BIGINT NOT NULL,
  type     TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  asset    TEXT   NOT NULL,
  actor    TEXT   NOT NULL,
  detail   TEXT   NOT NULL
);
CREATE INDEX journal_by_asset ON journal (kind, asset, sequence);
CREATE INDEX journal_by_type ON journal (type, sequence);
