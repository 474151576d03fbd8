-- Safe beside the previous release: yes, a new table only.
-- What was sold and withheld, order by order and bucket; an offset is a line of its own with amounts below zero.
-- period: the month it is declared in.
CREATE TABLE tax_lines (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  period     CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject    CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind       VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bucket     VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  base_vnd   BIGINT NOT NULL,
  vat_vnd    BIGINT NOT NULL,
  pit_vnd    BIGINT NOT NULL,
  at         DATETIME(3) NOT NULL,
  UNIQUE KEY uq_tax_lines_once (kind, subject, bucket),
  KEY ix_tax_lines_period (period, party_id),
  KEY ix_tax_lines_party (party_id, period)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
