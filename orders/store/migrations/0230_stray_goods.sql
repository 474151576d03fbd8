-- Safe beside the previous release: yes, a new table; that release leaves what is in it off the road.
-- Goods of parcels that were taken although their order was cancelled. `state` goes the way of a parcel: shipped, then delivered or returned.
-- `cause` is what their movements are filed under in stock_movements, since the order's own were filed when it was placed and cancelled.
CREATE TABLE stray_goods (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity BIGINT NOT NULL,
  state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (order_id, variant_id),
  KEY ix_stray_goods_variant (variant_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
