-- Safe beside the previous release: yes, a new table only.
-- Purchases whose buyer is to be forgotten, as orders tells: `erased_at` once nothing about their money is open any more.
CREATE TABLE erasures (
  purchase_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  asked_at    DATETIME(3) NOT NULL,
  erased_at   DATETIME(3) NULL,
  KEY ix_erasures_erased (erased_at, purchase_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
