-- Safe beside the previous release: yes, a new table.
CREATE TABLE fills (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  cooperative_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wanted BIGINT NOT NULL,
  rule VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  note VARCHAR(200) NOT NULL,
  rounds INT NOT NULL,
  opened_at DATETIME(3) NOT NULL,
  version BIGINT NOT NULL,
  KEY ix_fills_cooperative (cooperative_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
