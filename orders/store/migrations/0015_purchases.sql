-- Safe beside the previous release: yes, a new table.
-- delivery_sealed holds name, phone, address and note (XChaCha20-Poly1305); phone_index is the keyed hash to compare by.
CREATE TABLE purchases (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  account_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  phone_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  delivery_sealed VARBINARY(8000) NOT NULL,
  province_code CHAR(2) CHARACTER SET ascii NOT NULL,
  commune_code CHAR(5) CHARACTER SET ascii NOT NULL,
  goods_vnd BIGINT NOT NULL,
  freight_vnd BIGINT NOT NULL,
  total_vnd BIGINT NOT NULL,
  placed_at DATETIME(3) NOT NULL,
  KEY ix_purchases_account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
