-- Safe beside the previous release: yes, columns it does not read; a rule withdrawn beside it still counts there.
-- A rule that was announced and taken back before it applied to anything.
ALTER TABLE commission_rules
  ADD COLUMN withdrawn_at DATETIME(3) NULL,
  ADD COLUMN withdrawn_by VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL
