-- Safe beside the previous release: yes, a column that release leaves empty. The cooperative's order that is filled.
ALTER TABLE fills ADD COLUMN order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL
