-- Safe beside the previous release: yes, a new table. A projection of accounts' cooperative.member-changed.
CREATE TABLE cooperative_members (
  cooperative_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  active TINYINT NOT NULL,
  PRIMARY KEY (cooperative_id, member_party_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
