-- Safe beside the previous release: yes, a new table only.
-- Append-only: 0023 to 0026 refuse updates and deletes. uq_ledger_entries_once books each business event once.
CREATE TABLE ledger_entries (
  id      CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  kind    VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at      DATETIME(3) NOT NULL,
  UNIQUE KEY uq_ledger_entries_once (kind, subject)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
