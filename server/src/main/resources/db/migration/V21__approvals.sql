-- Assets whose production version moves only when others agree, and what was asked and answered.
CREATE TABLE protection (
  kind      TEXT    NOT NULL,
  asset     TEXT    NOT NULL,
  approvals INTEGER NOT NULL,
  PRIMARY KEY (kind, asset)
);

CREATE TABLE approval (
  id           TEXT   NOT NULL PRIMARY KEY,
  kind         TEXT   NOT NULL,
  asset        TEXT   NOT NULL,
  version      TEXT   NOT NULL,
  status       TEXT   NOT NULL,
  reason       TEXT   NOT NULL,
  requested_by TEXT   NOT NULL,
  requested_at BIGINT NOT NULL,
  decided_at   BIGINT
);
CREATE INDEX approval_by_time ON approval (requested_at DESC, id DESC);
CREATE INDEX approval_by_asset ON approval (kind, asset, requested_at DESC, id DESC);

CREATE TABLE approval_vote (
  approval TEXT    NOT NULL,
  voter    TEXT    NOT NULL,
  approves INTEGER NOT NULL,
  comment  TEXT    NOT NULL,
  voted_at BIGINT  NOT NULL,
  PRIMARY KEY (approval, voter),
  FOREIGN KEY (approval) REFERENCES approval (id)
);
