-- Safe beside the previous release: yes, a new table.
-- Purchases that are over here: payments and shipping were told, and say when theirs is erased; then ours is.
CREATE TABLE erasure_purchases (
  purchase_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  told_at DATETIME(3) NOT NULL,
  money_erased TINYINT NOT NULL,
  parcels_erased TINYINT NOT NULL,
  erased_at DATETIME(3) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
