-- Safe beside the previous release: yes, a new table.
-- The last entry's position and hash; the row is locked while an entry is added.
CREATE TABLE audit_head (
  id       TINYINT PRIMARY KEY,
  position BIGINT NOT NULL,
  hash     CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
