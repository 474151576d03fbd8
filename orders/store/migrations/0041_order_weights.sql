-- Safe beside the previous release: yes, a new table.
CREATE TABLE order_weights (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ordered_g BIGINT NOT NULL,
  packed_g BIGINT NOT NULL,
  settled_g BIGINT NOT NULL,
  agreed_vnd BIGINT NOT NULL,
  total_vnd BIGINT NOT NULL,
  outcome VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  weighed_at DATETIME(3) NOT NULL,
  answered_at DATETIME(3) NULL,
  PRIMARY KEY (order_id, line_id),
  KEY ix_order_weights_asked (outcome, weighed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
