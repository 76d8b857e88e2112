-- API keys: hashed, with a role; a revoked key stays for the record.
CREATE TABLE api_key (
  id         TEXT   PRIMARY KEY,
  name       TEXT   NOT NULL UNIQUE,
  role       TEXT   NOT NULL,
  hash       TEXT   NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  created_by TEXT   NOT NULL,
  revoked_at BIGINT
);
