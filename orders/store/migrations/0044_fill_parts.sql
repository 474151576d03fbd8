-- Safe beside the previous release: yes, a new table.
-- What each member gives, with the numbers it came from. A round is one sharing out: the first, or the replacing of somebody who failed.
CREATE TABLE fill_parts (
  fill_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  round INT NOT NULL,
  position INT NOT NULL,
  member_variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  has BIGINT NOT NULL,
  has_all BIGINT NOT NULL,
  wanted BIGINT NOT NULL,
  given BIGINT NOT NULL,
  received BIGINT NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  why VARCHAR(120) NOT NULL,
  PRIMARY KEY (fill_id, round, position),
  KEY ix_fill_parts_open (state, member_variant_id),
  KEY ix_fill_parts_member (member_party_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
