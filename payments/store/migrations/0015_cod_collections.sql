-- Safe beside the previous release: yes, a new table only.
-- What carriers say they collected; kept whether or not the order is known yet, and held against order_money.total_vnd.
CREATE TABLE cod_collections (
  order_id      CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  shipment_id   VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  carrier       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  collected_vnd BIGINT NOT NULL,
  collected_at  DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
