-- Safe beside the previous release: yes, a new table only.
-- One row. `feed` names this life of the outbox: readers that find another one were left behind by a reset.
CREATE TABLE outbox_position (
  id   TINYINT NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL,
  feed CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
