-- Safe beside the previous release: yes, a new table.
-- Levels are the sums of stock_movements; `orders stock-verify` compares.
CREATE TABLE stock (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  on_hand BIGINT NOT NULL,
  reserved BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
