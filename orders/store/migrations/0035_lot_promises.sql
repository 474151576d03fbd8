-- Safe beside the previous release: yes, a new table.
-- From which lot an order (or a cooperative's fill) takes its pieces; stays when they are delivered, so that a recall finds who has them.
CREATE TABLE lot_promises (
  holder CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lot_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity BIGINT NOT NULL,
  PRIMARY KEY (holder, variant_id, lot_id, place_id),
  KEY ix_lot_promises_lot (variant_id, lot_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
