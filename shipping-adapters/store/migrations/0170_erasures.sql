-- Safe beside the previous release: yes, a new table only.
-- Purchases whose buyer is to be forgotten, as orders tells, with their orders: `erased_at` once no parcel of them is on its way.
CREATE TABLE erasures (
  purchase_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_ids   TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- Parted by blanks.
  asked_at    DATETIME(3) NOT NULL,
  erased_at   DATETIME(3) NULL,
  KEY ix_erasures_erased (erased_at, purchase_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
