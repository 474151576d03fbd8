-- Safe beside the previous release: yes, columns it does not read.
-- Whose account a line is of, what it was found to be and what that is about, each by itself; until now all stood in one note.
ALTER TABLE receipts
  ADD COLUMN holder  VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'market',
  ADD COLUMN finding VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN about   VARCHAR(200) NOT NULL DEFAULT '',
  ADD COLUMN to_see  TINYINT NOT NULL DEFAULT 0,  -- It left, is not what it names, and nobody has looked yet.
  ADD KEY ix_receipts_to_see (to_see, id)
