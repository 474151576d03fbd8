-- Safe beside the previous release: yes, new columns; its items name their sum alone.
-- What the amount is made of: goods less commission, tax on it and withheld tax.
ALTER TABLE seller_items
  ADD COLUMN goods_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN commission_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN commission_tax_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN vat_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN pit_vnd BIGINT NOT NULL DEFAULT 0
