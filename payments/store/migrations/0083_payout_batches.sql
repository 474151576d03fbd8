-- Safe beside the previous release: yes, a new table only.
CREATE TABLE payout_batches (
  id         CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  made_at    DATETIME(3) NOT NULL,
  by_account VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
