-- Safe beside the previous release: yes, a new table.
-- The key makes a repeated scan harmless.
CREATE TABLE order_shipment_events (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at DATETIME(3) NOT NULL,
  state VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shipment_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (order_id, at, state, shipment_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
