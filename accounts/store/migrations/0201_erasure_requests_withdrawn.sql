-- Safe beside the previous release: yes, a wider column. "withdrawn" has nine letters.
ALTER TABLE erasure_requests MODIFY state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
