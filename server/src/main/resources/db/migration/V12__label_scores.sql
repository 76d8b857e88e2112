-- A label gives its call several scores: one row for each name. What is still waiting comes along.
CREATE TABLE waiting_score (
  sequence   BIGINT NOT NULL,
  experiment TEXT   NOT NULL,
  variant    TEXT   NOT NULL,
  version    TEXT   NOT NULL,
  unit       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  score      DOUBLE PRECISION NOT NULL,
  call_time  BIGINT NOT NULL,
  time       BIGINT NOT NULL,
  PRIMARY KEY (sequence, name)
) ${without_rowid};
INSERT INTO waiting_score
  SELECT sequence, experiment, variant, version, unit, name, score, call_time, time
  FROM joined_score;
DROP TABLE joined_score;
ALTER TABLE waiting_score RENAME TO joined_score;
