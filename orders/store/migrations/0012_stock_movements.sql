-- Safe beside the previous release: yes, a new table.
-- Append-only. One cause moves one variant once in one way: that is what makes a release or a sale happen exactly once.
CREATE TABLE stock_movements (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  on_hand BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  cause CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  moved_by VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  why VARCHAR(120) NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (variant_id, id),
  UNIQUE KEY uq_movement_cause (cause, kind, variant_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
