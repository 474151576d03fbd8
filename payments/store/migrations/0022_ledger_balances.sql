-- Safe beside the previous release: yes, a new table only.
-- The running sum of each account's postings; `payments ledger-verify` recomputes it.
CREATE TABLE ledger_balances (
  account     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  balance_vnd BIGINT NOT NULL,
  postings    BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
