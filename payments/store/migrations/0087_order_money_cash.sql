-- Safe beside the previous release: no, it delivers cash orders without writing what was to be collected; stop it before.
-- What the carrier was to collect at the door when the order was delivered; 0 before, and for what was paid before.
ALTER TABLE order_money ADD COLUMN cash_vnd BIGINT NOT NULL DEFAULT 0
