-- Whose a thing is: a key that is bound to a project opens that one only, and names of models and
-- prompts are one space over all projects.
ALTER TABLE api_key ADD COLUMN project TEXT;
ALTER TABLE catalog_asset ADD COLUMN project TEXT NOT NULL DEFAULT 'default';
