-- Safe beside the previous release: yes, a column with a default that it does not name.
-- What the fill brought: two fills of the same goods of one order share one line of its money. Empty as told before.
ALTER TABLE order_shares ADD COLUMN variant_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
