-- Safe beside the previous release: yes, a new table; orders that follow another are orders like any other to it.
-- Orders sent in parts: `follow_id` is the order of what goes later. `version` is the first one's after it, and its row in order_history.
-- post_vnd: what the second parcel costs, which its shop bears.
CREATE TABLE order_splits (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  follow_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  made_by VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  post_vnd BIGINT NOT NULL,
  post_estimated TINYINT NOT NULL,
  at DATETIME(3) NOT NULL,
  UNIQUE KEY uq_order_splits_follow (follow_id),
  UNIQUE KEY uq_order_splits_order (order_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
