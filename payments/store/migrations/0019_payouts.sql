-- Safe beside the previous release: yes, a new table only.
CREATE TABLE payouts (
  id             CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  party_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd     BIGINT NOT NULL,
  bank_reference VARCHAR(64) NOT NULL,
  by_account     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at             DATETIME(3) NOT NULL,
  KEY ix_payouts_party (party_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
