-- Safe beside the previous release: yes, a new table only.
-- Every change of an order's money after it was placed, once for its cause; written, never changed.
CREATE TABLE order_adjustments (
  id               CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id         CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind             VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause            VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause_id         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outcome          VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- booked, nothing, or why it could not be.
  refund_vnd       BIGINT NOT NULL,
  goods_before_vnd BIGINT NOT NULL,
  goods_after_vnd  BIGINT NOT NULL,
  total_before_vnd BIGINT NOT NULL,
  total_after_vnd  BIGINT NOT NULL,
  net_before_vnd   BIGINT NOT NULL,
  net_after_vnd    BIGINT NOT NULL,
  at               DATETIME(3) NOT NULL,
  UNIQUE KEY uq_order_adjustments_cause (order_id, kind, cause, cause_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
