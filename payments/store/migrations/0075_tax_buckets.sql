-- Safe beside the previous release: yes, a new table only.
-- What a category is to the tax law; none: goods. "exempt" is for produce the grower sells unprocessed, once a lawyer has said so.
CREATE TABLE tax_buckets (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  category   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bucket     VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  valid_from DATETIME(3) NOT NULL,
  basis      VARCHAR(300) NOT NULL,
  confidence CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
