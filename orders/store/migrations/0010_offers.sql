-- Safe beside the previous release: yes, a new table.
CREATE TABLE offers (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  product_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product_slug VARCHAR(200) NOT NULL,
  product_name VARCHAR(200) NOT NULL,
  variant_name VARCHAR(200) NOT NULL,
  unit VARCHAR(40) NOT NULL,
  net_weight_g INT NOT NULL,
  price_vnd BIGINT NOT NULL,
  sellable TINYINT NOT NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_slug VARCHAR(200) NOT NULL,
  shop_name VARCHAR(200) NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  province_code CHAR(2) CHARACTER SET ascii NOT NULL,
  commune_code CHAR(5) CHARACTER SET ascii NOT NULL,
  category VARCHAR(80) CHARACTER SET ascii NOT NULL,
  photo VARCHAR(300) NOT NULL,
  version BIGINT NOT NULL,
  KEY ix_offers_shop (shop_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
