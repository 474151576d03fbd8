-- Safe beside the previous release: yes, a new column, 0 for what it writes. Post that the seller bears, a part of what the amount is made of.
ALTER TABLE seller_items ADD COLUMN post_vnd BIGINT NOT NULL DEFAULT 0
