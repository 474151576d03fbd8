-- Safe beside the previous release: yes, a new table.
-- ix_orders_state serves boards, lists and the sweeper; ids are time-ordered, so it pages without a time column.
CREATE TABLE orders (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  code CHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  purchase_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_slug VARCHAR(200) NOT NULL,
  shop_name VARCHAR(200) NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment VARCHAR(10) CHARACTER SET ascii NOT NULL,
  goods_vnd BIGINT NOT NULL,
  freight_vnd BIGINT NOT NULL,
  total_vnd BIGINT NOT NULL,
  carrier VARCHAR(20) CHARACTER SET ascii NOT NULL,
  service VARCHAR(40) CHARACTER SET ascii NOT NULL,
  freight_estimated TINYINT NOT NULL,
  grams INT NOT NULL,
  from_province_code CHAR(2) CHARACTER SET ascii NOT NULL,
  from_commune_code CHAR(5) CHARACTER SET ascii NOT NULL,
  placed_at DATETIME(3) NOT NULL,
  moved_at DATETIME(3) NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE KEY uq_orders_code (code),
  KEY ix_orders_purchase (purchase_id),
  KEY ix_orders_state (state, shop_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
