-- Safe beside the previous release: yes, a new table.
-- One row an order that waits, or waited, for a yes. `next_at` is when its next step is due; empty once it has its answer.
CREATE TABLE acceptance_clocks (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  step VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_until DATETIME(3) NOT NULL,
  helper_until DATETIME(3) NOT NULL,
  cooperative_until DATETIME(3) NOT NULL,
  next_at DATETIME(3) NULL,
  KEY ix_acceptance_clocks_next (next_at),
  KEY ix_acceptance_clocks_step (step, party_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
