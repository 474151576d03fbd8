-- Safe beside the previous release: yes, new columns it does not read; rows for one channel would count for all there.
ALTER TABLE commission_rules
  ADD COLUMN channel VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN announced_at DATETIME(3) NULL
