-- Safe beside the previous release: yes, a new table. Goods a buyer wants to give back; `until` is when its next step is due.
CREATE TABLE returns (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  note VARCHAR(1000) NOT NULL,
  shop_note VARCHAR(1000) NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  refund_vnd BIGINT NOT NULL,
  until DATETIME(3) NOT NULL,
  opened_at DATETIME(3) NOT NULL,
  version BIGINT NOT NULL,
  KEY ix_returns_order (order_id),
  KEY ix_returns_state (state, until),
  KEY ix_returns_shop (shop_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
