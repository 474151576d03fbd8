-- Safe beside the previous release: yes, a new table. A projection of accounts' party.changed.
CREATE TABLE parties (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  name VARCHAR(200) NOT NULL,
  status VARCHAR(12) CHARACTER SET ascii NOT NULL,
  version BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
