-- Safe beside the previous release: yes, a new table. A row says: the search index has not seen this touch yet.
CREATE TABLE index_queue (
  product_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  touch BIGINT NOT NULL,
  PRIMARY KEY (product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
