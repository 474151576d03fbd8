-- Safe beside the previous release: yes, a new table. The lines an amendment changed, before and after; append-only.
CREATE TABLE order_amendment_lines (
  amendment_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity_before INT NOT NULL,
  quantity INT NOT NULL,
  total_before_vnd BIGINT NOT NULL,
  total_vnd BIGINT NOT NULL,
  PRIMARY KEY (amendment_id, line_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
