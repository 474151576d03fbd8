-- Safe beside the previous release: yes, a new table. What of each line went later; append-only.
CREATE TABLE order_split_lines (
  split_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  follow_line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity INT NOT NULL,
  later INT NOT NULL,
  total_vnd BIGINT NOT NULL,
  later_vnd BIGINT NOT NULL,
  PRIMARY KEY (split_id, line_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
