-- Safe beside the previous release: yes, a column with a default that it does not name.
-- Of what was promised first, so many are not needed any more since the order became smaller; given is what is left.
ALTER TABLE fill_parts ADD COLUMN let_go BIGINT NOT NULL DEFAULT 0
