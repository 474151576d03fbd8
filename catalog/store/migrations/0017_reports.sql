-- Safe beside the previous release: yes, a new table.
CREATE TABLE reports (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  note VARCHAR(1000) NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reporter VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at DATETIME(3) NOT NULL,
  resolved_by VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  resolved_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY ix_report_state (state, id),
  KEY ix_report_product (product_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
