-- Safe beside the previous release: yes, a new table only.
-- The rate each category of an order was frozen with: what order_money's three parts are the sums of.
CREATE TABLE order_commission (
  order_id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line               SMALLINT NOT NULL,
  category           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  basis_points       INT NOT NULL,
  tax_basis_points   INT NOT NULL,
  price_vnd          BIGINT NOT NULL,
  commission_vnd     BIGINT NOT NULL,
  commission_tax_vnd BIGINT NOT NULL,
  net_vnd            BIGINT NOT NULL,
  PRIMARY KEY (order_id, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
