-- Safe beside the previous release: no, it would settle an order sent in parts without the post its seller bears; stop it before.
-- Carriage that the seller bears, of the second parcel of an order sent in parts. goods = commission + commission_tax + vat + pit + post + net.
ALTER TABLE order_money ADD COLUMN post_vnd BIGINT NOT NULL DEFAULT 0
