-- Safe beside the previous release: yes, a new table.
-- How a harvest that fell short was shared: the numbers anybody needs to work it out again.
CREATE TABLE harvest_shares (
  harvest_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position INT NOT NULL,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_code VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wanted BIGINT NOT NULL,
  given BIGINT NOT NULL,
  ahead BIGINT NOT NULL,
  secured TINYINT NOT NULL,
  PRIMARY KEY (harvest_id, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
