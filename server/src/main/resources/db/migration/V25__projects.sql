-- Whose a thing is: a key that is bound to a project opens that one only, and names of models and
-- prompts are one space over all projects.
ALTER TABLE api_key ADD COLUMN project TEXT;
ALTER TABLE catalog_asset ADD COLUMN project TEXT NOT NULL DEFAULT 'default';

-- Whose the files of a group are once it has gone for good; those of the default project are not here.
CREATE TABLE former_group (
  id      BIGINT PRIMARY KEY,
  project TEXT   NOT NULL
);
