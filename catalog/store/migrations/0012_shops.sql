-- Safe beside the previous release: yes, a new table.
CREATE TABLE shops (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slug VARCHAR(140) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_kind VARCHAR(16) NOT NULL,
  party_suspended TINYINT(1) NOT NULL DEFAULT 0,
  is_sample TINYINT(1) NOT NULL DEFAULT 0,
  province_code CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  commune_code CHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hamlet VARCHAR(120) NOT NULL DEFAULT '',
  sells VARCHAR(300) NOT NULL DEFAULT '',
  story TEXT NOT NULL,
  photo_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  paused TINYINT(1) NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT uq_shop_slug UNIQUE (slug),
  KEY ix_shop_party (party_id),
  KEY ix_shop_province (province_code, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
