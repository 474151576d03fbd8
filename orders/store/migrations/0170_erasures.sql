-- Safe beside the previous release: yes, a new table.
-- People whose purchases are to be erased as they end, as accounts tells. `told` is the last report to accounts. When nothing is left
-- account and phone_index are gone, too.
CREATE TABLE erasures (
  request_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  account_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  phone_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  asked_at DATETIME(3) NOT NULL,
  open TINYINT NOT NULL,
  erased INT NOT NULL,
  told MEDIUMTEXT NOT NULL,
  KEY ix_erasures_open (open, request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
