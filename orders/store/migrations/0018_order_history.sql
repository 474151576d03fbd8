-- Safe beside the previous release: yes, a new table.
-- One row a move, append-only. How an order was born stands in its own row: placed_at, and payment 'cod' = confirmed at once.
CREATE TABLE order_history (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  from_state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  moved_by VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  why VARCHAR(40) CHARACTER SET ascii NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (order_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
