-- Safe beside the previous release: yes, a new table.
-- Days are texts "2026-11-21" as the seller wrote them; sold_until is the moment after the last of them, in UTC. `code` is what a QR says.
CREATE TABLE lots (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gtin CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  label VARCHAR(60) NOT NULL,
  harvested_on VARCHAR(10) CHARACTER SET ascii NOT NULL,
  produced_on VARCHAR(10) CHARACTER SET ascii NOT NULL,
  expires_on VARCHAR(10) CHARACTER SET ascii NOT NULL,
  sold_until DATETIME(3) NULL,
  note VARCHAR(500) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE KEY uq_lots_code (code),
  KEY ix_lots_variant (variant_id),
  KEY ix_lots_expiry (state, sold_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
