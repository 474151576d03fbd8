-- Safe beside the previous release: yes, a new table.
CREATE TABLE harvests (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lot_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ready_on VARCHAR(10) CHARACTER SET ascii NOT NULL,
  forecast BIGINT NOT NULL,
  confidence SMALLINT NOT NULL,
  rule VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cap BIGINT NOT NULL,
  cut BIGINT NOT NULL DEFAULT 0,
  graded BIGINT NOT NULL DEFAULT 0,
  packed BIGINT NOT NULL DEFAULT 0,
  promised BIGINT NOT NULL DEFAULT 0,
  opened_at DATETIME(3) NOT NULL,
  cut_at DATETIME(3) NULL,
  version BIGINT NOT NULL,
  KEY ix_harvests_shop (shop_id, id),
  KEY ix_harvests_variant (variant_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
