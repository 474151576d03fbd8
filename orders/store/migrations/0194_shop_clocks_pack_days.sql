-- Safe beside the previous release: yes, a column that release leaves at its default. Days the shop takes to pack what it accepted.
ALTER TABLE shop_clocks ADD COLUMN pack_days INT NOT NULL DEFAULT 2
