-- Safe beside the previous release: yes, a new table.
CREATE TABLE variants (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position SMALLINT NOT NULL,
  name VARCHAR(80) NOT NULL,
  unit VARCHAR(40) NOT NULL,
  net_weight_g BIGINT NOT NULL,
  price_vnd BIGINT NOT NULL,
  stock_band VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'unknown',
  sku VARCHAR(60) NULL,
  ended TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  CONSTRAINT uq_variant_sku UNIQUE (shop_id, sku),
  KEY ix_variant_product (product_id, ended, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
