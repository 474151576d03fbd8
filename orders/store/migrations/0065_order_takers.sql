-- Safe beside the previous release: yes, a new table. The cooperative that took a member's order over and may act for it.
CREATE TABLE order_takers (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  taken_by VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
