-- Safe beside the previous release: yes, a new table only.
-- Who may read whose statement; told by accounts.
CREATE TABLE cooperative_members (
  cooperative_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  active         TINYINT NOT NULL,
  PRIMARY KEY (cooperative_id, party_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
