-- Safe beside the previous release: yes, a wider column. The catalog calls new files by 32 letters.
ALTER TABLE evidence MODIFY name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
