-- What MLflow knows of assets and versions beside what the registry keeps: names without versions,
-- whole version numbers, and descriptions and tags that may change.
CREATE TABLE catalog_asset (
  kind        TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  description TEXT   NOT NULL,
  tags        TEXT   NOT NULL,
  last_number BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  deleted_at  BIGINT,
  PRIMARY KEY (kind, name)
);

CREATE TABLE catalog_version (
  kind        TEXT   NOT NULL,
  asset       TEXT   NOT NULL,
  version     TEXT   NOT NULL,
  number      BIGINT NOT NULL,
  description TEXT   NOT NULL,
  tags        TEXT   NOT NULL,
  source      TEXT   NOT NULL,
  run         TEXT   NOT NULL,
  run_link    TEXT   NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  deleted_at  BIGINT,
  PRIMARY KEY (kind, asset, version),
  UNIQUE (kind, asset, number)
);
