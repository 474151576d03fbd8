-- Safe beside the previous release: yes, a new table.
-- Parties that belong to a cooperative.
CREATE TABLE party_members (
  id              CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  cooperative_id  CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_party_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at      DATETIME(3) NOT NULL,
  UNIQUE KEY uq_party_member (cooperative_id, member_party_id),
  KEY ix_party_member_of (member_party_id),
  CONSTRAINT fk_party_member_cooperative FOREIGN KEY (cooperative_id) REFERENCES parties (id),
  CONSTRAINT fk_party_member_party FOREIGN KEY (member_party_id) REFERENCES parties (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
