-- Safe beside the previous release: yes, a new table only.
-- What a provider's file of a day and our books do not agree on.
CREATE TABLE reconciliation_lines (
  reconciliation_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line              INT NOT NULL,
  fault             VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  refund            TINYINT NOT NULL,
  our_key           VARCHAR(64) NOT NULL,
  number            VARCHAR(64) NOT NULL,
  theirs_vnd        BIGINT NOT NULL,
  ours_vnd          BIGINT NOT NULL,
  asked             TINYINT NOT NULL,
  PRIMARY KEY (reconciliation_id, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
