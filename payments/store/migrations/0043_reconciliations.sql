-- Safe beside the previous release: yes, a new table only.
CREATE TABLE reconciliations (
  id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  provider     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day          CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest       CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- Of the file.
  payments     INT NOT NULL,
  paid_vnd     BIGINT NOT NULL,
  refunds      INT NOT NULL,
  refunded_vnd BIGINT NOT NULL,
  findings     INT NOT NULL,
  by_account   VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at           DATETIME(3) NOT NULL,
  KEY ix_reconciliations_day (provider, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
