-- Safe beside the previous release: yes, new columns with the meaning the old release gives them.
-- goods = commission + commission_tax + vat + pit + net. custody: who may have the buyer's money.
ALTER TABLE order_money
  ADD COLUMN vat_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN pit_vnd BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN custody VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'held',
  ADD COLUMN channel VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
