-- Safe beside the previous release: yes, a new table.
-- What a person is in a party: one role. Ended ones are deleted; audit_entries keeps their history.
CREATE TABLE memberships (
  id         CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  party_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY uq_membership (party_id, account_id),
  KEY ix_membership_account (account_id, id),
  CONSTRAINT fk_membership_party FOREIGN KEY (party_id) REFERENCES parties (id),
  CONSTRAINT fk_membership_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
