-- Units that got an arm of an experiment, at first sight; only ever added to. source: call or
-- evaluation; revision: of the route, null where unknown; segment and client: '' where unknown.
CREATE TABLE exposure (
  experiment TEXT   NOT NULL,
  unit       TEXT   NOT NULL,
  variant    TEXT   NOT NULL,
  version    TEXT   NOT NULL,
  time       BIGINT NOT NULL,
  revision   BIGINT,
  source     TEXT   NOT NULL,
  segment    TEXT   NOT NULL,
  client     TEXT   NOT NULL,
  PRIMARY KEY (experiment, unit, variant)
) ${without_rowid};
