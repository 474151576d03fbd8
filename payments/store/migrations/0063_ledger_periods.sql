-- Safe beside the previous release: yes, a new table only.
-- Months that are closed, with what stood in them: the sums of debits and the number of entries.
CREATE TABLE ledger_periods (
  period     CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  closed_at  DATETIME(3) NOT NULL,
  by_account VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entries    BIGINT NOT NULL,
  turnover_vnd BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
