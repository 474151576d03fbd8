-- Safe beside the previous release: yes, the column fills itself from `at` where nobody names it.
-- The month (in Vietnam) an entry is counted in; late_of: the closed month its fact belongs to.
ALTER TABLE ledger_entries
  ADD COLUMN period CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT (LEFT(DATE_ADD(at, INTERVAL 7 HOUR), 7)),
  ADD COLUMN late_of CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD KEY ix_ledger_entries_period (period)
