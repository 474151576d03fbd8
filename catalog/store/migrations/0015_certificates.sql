-- Safe beside the previous release: yes, a new table.
CREATE TABLE certificates (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ocop',
  stars TINYINT NOT NULL,
  number VARCHAR(80) NOT NULL,
  issued_on DATE NOT NULL,
  expires_on DATE NOT NULL,
  added_by VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY ix_certificate_product (product_id),
  KEY ix_certificate_issued (issued_on),
  KEY ix_certificate_expires (expires_on)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
