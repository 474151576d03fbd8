-- Safe beside the previous release: yes, a new table. Goods whose price follows the scales.
CREATE TABLE weighed_variants (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  tolerance_bp INT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
