-- Safe beside the previous release: yes, a new table only.
CREATE TABLE event_cursors (
  peer     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
