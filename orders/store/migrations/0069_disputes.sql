-- Safe beside the previous release: yes, a new table. `open_order_id` is the order's while the dispute is open: one at a time.
CREATE TABLE disputes (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  open_order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  return_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claim VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  note VARCHAR(1000) NOT NULL,
  answer VARCHAR(1000) NOT NULL,
  decision_note VARCHAR(1000) NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  refund_vnd BIGINT NOT NULL,
  answer_until DATETIME(3) NOT NULL,
  decide_until DATETIME(3) NOT NULL,
  opened_at DATETIME(3) NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE KEY uq_disputes_open (open_order_id),
  KEY ix_disputes_order (order_id),
  KEY ix_disputes_state (state, decide_until),
  KEY ix_disputes_shop (shop_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
