-- Safe beside the previous release: yes, a new table.
CREATE TABLE return_lines (
  return_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity INT NOT NULL,
  amount_vnd BIGINT NOT NULL,
  PRIMARY KEY (return_id, line_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
