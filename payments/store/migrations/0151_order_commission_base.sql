-- Safe beside the previous release: no, it would reckon the second part of an order anew; stop it before.
-- What of the same sale comes before it in an order of its own: the line's parts are those of base + price less those of base.
ALTER TABLE order_commission ADD COLUMN base_vnd BIGINT NOT NULL DEFAULT 0
