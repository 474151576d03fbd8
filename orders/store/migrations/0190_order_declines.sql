-- Safe beside the previous release: yes, a new table.
-- Helpers and cooperatives that were asked to stand in for a silent shop and said no: it ends their offer, not the order.
CREATE TABLE order_declines (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (order_id, party_id, role)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
