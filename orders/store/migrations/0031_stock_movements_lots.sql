-- Safe beside the previous release: yes, it writes the default lot at home ('' and ''), and the wider key refuses the same repeats of it.
-- VARCHAR, so that goods without lots pay one byte each in the rows and in the key.
ALTER TABLE stock_movements
  ADD COLUMN lot_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN place_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  DROP KEY uq_movement_cause,
  ADD UNIQUE KEY uq_movement_cause (cause, kind, variant_id, lot_id, place_id)
