-- Safe beside the previous release: yes, a new table.
-- One row an order its shop said yes to. `step` is who hears next that it is not packed, `next_at` when; empty once all of them did.
CREATE TABLE packing_clocks (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  step VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pack_by DATETIME(3) NOT NULL,
  next_at DATETIME(3) NULL,
  KEY ix_packing_clocks_next (next_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
