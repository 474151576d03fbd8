-- Safe beside the previous release: yes, new columns; nothing was withheld from orders placed before.
ALTER TABLE order_commission
  ADD COLUMN bucket VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'goods',
  ADD COLUMN vat_basis_points INT NOT NULL DEFAULT 0,
  ADD COLUMN pit_basis_points INT NOT NULL DEFAULT 0,
  ADD COLUMN vat_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN pit_vnd BIGINT NOT NULL DEFAULT 0
