-- Safe beside the previous release: yes, a new table.
-- The last parcel booked for an order, as shipping told it; for tracking pages.
CREATE TABLE order_shipments (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  shipment_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  carrier VARCHAR(20) CHARACTER SET ascii NOT NULL,
  service VARCHAR(40) CHARACTER SET ascii NOT NULL,
  tracking_number VARCHAR(64) CHARACTER SET ascii NOT NULL,
  state VARCHAR(24) CHARACTER SET ascii NOT NULL,
  state_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
