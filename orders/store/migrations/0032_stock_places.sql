-- Safe beside the previous release: yes, a new table.
-- Where a seller keeps goods besides home, which is '' everywhere and has no row.
CREATE TABLE stock_places (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  closed TINYINT NOT NULL DEFAULT 0,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY uq_stock_places_name (party_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
