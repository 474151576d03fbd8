-- Safe beside the previous release: yes, a new table.
-- Which goods of which member fill a cooperative's own. last_gave_at orders the turns: who gave longest ago is first.
CREATE TABLE cooperative_supplies (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  active TINYINT NOT NULL,
  joined_at DATETIME(3) NOT NULL,
  last_gave_at DATETIME(3) NULL,
  PRIMARY KEY (variant_id, member_variant_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
