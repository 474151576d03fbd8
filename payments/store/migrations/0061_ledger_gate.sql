-- Safe beside the previous release: yes, a new table only.
-- One row. Whoever books reads it with a shared lock, whoever closes a month changes it: no entry slips in while a month closes.
CREATE TABLE ledger_gate (
  id             TINYINT NOT NULL PRIMARY KEY,
  closed_through CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
