-- Safe beside the previous release: yes, a new table only.
-- What sellers are called, as accounts tells; for pages and files of the office. version 0: asked for, before anything was told.
CREATE TABLE party_names (
  party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  name     VARCHAR(200) NOT NULL,
  version  BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
