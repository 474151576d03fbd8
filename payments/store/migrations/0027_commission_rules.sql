-- Safe beside the previous release: yes, a new table only.
-- Dated: a change is a new row, never an edit. NULL: any. The most specific valid row wins, then the latest.
CREATE TABLE commission_rules (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  party_kind   VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
  category     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  basis_points INT NOT NULL,
  valid_from   DATETIME(3) NOT NULL,
  valid_to     DATETIME(3) NULL,
  basis        VARCHAR(300) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
