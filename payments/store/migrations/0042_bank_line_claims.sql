-- Safe beside the previous release: yes, a new table only.
-- Which feed told first of a credit, by the bank's own reference: two feeds that report the same one book it once.
CREATE TABLE bank_line_claims (
  bank_reference VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  amount_vnd     BIGINT NOT NULL,
  feed           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  receipt_id     CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (bank_reference, amount_vnd)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
