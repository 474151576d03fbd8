-- Safe beside the previous release: yes, a new table only.
-- Above zero: debit; below: credit. The postings of an entry sum to zero.
CREATE TABLE ledger_postings (
  entry_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line       SMALLINT NOT NULL,
  account    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd BIGINT NOT NULL,
  PRIMARY KEY (entry_id, line),
  KEY ix_ledger_postings_account (account, entry_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
