-- Who is told of changes. since: position of the journal behind which its events begin; sealed: the
-- secret, encrypted with the key of that id; next_at: when there may be something to send;
-- runner and leased_until: which process sends, and until when nobody else may.
CREATE TABLE webhook (
  id           TEXT   PRIMARY KEY,
  name         TEXT   NOT NULL,
  description  TEXT   NOT NULL,
  url          TEXT   NOT NULL,
  events       TEXT   NOT NULL,
  status       TEXT   NOT NULL,
  sealed       ${blob},
  sealed_with  TEXT   NOT NULL,
  since        BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  next_at      BIGINT NOT NULL,
  runner       TEXT   NOT NULL,
  leased_until BIGINT NOT NULL
);
CREATE INDEX webhook_by_name ON webhook (name);

-- How far the journal is turned into deliveries.
CREATE TABLE webhook_cursor (
  id      INTEGER PRIMARY KEY,
  journal BIGINT  NOT NULL
);
INSERT INTO webhook_cursor (id, journal) SELECT 1, sequence FROM journal_head WHERE id = 1;

CREATE TABLE webhook_delivery (
  id              TEXT    PRIMARY KEY,
  webhook         TEXT    NOT NULL,
  sequence        BIGINT  NOT NULL,
  event           TEXT    NOT NULL,
  payload         TEXT    NOT NULL,
  status          TEXT    NOT NULL,
  attempts        INTEGER NOT NULL,
  created_at      BIGINT  NOT NULL,
  next_attempt_at BIGINT  NOT NULL,
  last_attempt_at BIGINT,
  response_status INTEGER,
  response_body   TEXT,
  error           TEXT
);
CREATE UNIQUE INDEX webhook_delivery_once ON webhook_delivery (webhook, sequence, event);
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook, sequence)
  WHERE status = 'PENDING';
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook, id);
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (created_at);
