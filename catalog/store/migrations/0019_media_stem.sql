-- Safe beside the previous release: yes, a column that release leaves empty. What a photo's files are called by; empty: the first 16
-- letters of `sha256`, which somebody could make two photos share.
ALTER TABLE media ADD COLUMN stem VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL
