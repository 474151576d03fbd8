-- Safe beside the previous release: yes, a new table.
CREATE TABLE products (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slug VARCHAR(140) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  category VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  story TEXT NOT NULL,
  origin_commune_code VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ethnic_group VARCHAR(60) NOT NULL,
  state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  touch BIGINT NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT uq_product_slug UNIQUE (slug),
  KEY ix_product_shop (shop_id, state, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
