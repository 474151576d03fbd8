-- Safe beside the previous release: yes, which never names the column.
-- The cooperative that took the order over, as orders told with what is to be sent: it packs, prints the label and asks again.
ALTER TABLE shipments ADD COLUMN taker_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
