-- Safe beside the previous release: yes, a new table.
-- Of goods kept by lots: what lies in which lot at which place. Sums of the same movements as stock, whose row is locked before any of
-- these is read or changed. '' is the default lot, and home.
CREATE TABLE stock_bins (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lot_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  on_hand BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  PRIMARY KEY (variant_id, lot_id, place_id),
  KEY ix_stock_bins_lot (lot_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
