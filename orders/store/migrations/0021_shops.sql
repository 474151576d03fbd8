-- Safe beside the previous release: yes, a new table. A projection of catalog's shop.changed.
CREATE TABLE shops (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  slug VARCHAR(200) NOT NULL,
  name VARCHAR(200) NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  state VARCHAR(12) CHARACTER SET ascii NOT NULL,
  province_code CHAR(2) CHARACTER SET ascii NOT NULL,
  commune_code CHAR(5) CHARACTER SET ascii NOT NULL,
  version BIGINT NOT NULL,
  KEY ix_shops_party (party_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
