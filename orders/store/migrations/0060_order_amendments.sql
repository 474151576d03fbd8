-- Safe beside the previous release: yes, a new table.
-- What was taken off an order after it was placed, append-only. order_lines and orders hold the amounts as they are now; with these
-- rows every earlier amount can be told again. `version` is the order's after it, and its row in order_history.
CREATE TABLE order_amendments (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  why VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  made_by VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  goods_before_vnd BIGINT NOT NULL,
  goods_vnd BIGINT NOT NULL,
  freight_vnd BIGINT NOT NULL,
  refund_due_vnd BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (order_id, version),
  UNIQUE KEY uq_order_amendments_id (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
