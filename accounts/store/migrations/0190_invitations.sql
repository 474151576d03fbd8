-- Safe beside the previous release: yes, a new table.
-- Somebody is asked to belong to a party: nobody is a member before saying yes. Ended ones are counted against the
-- limits for a day, then forgotten; audit_entries keeps what became of them.
CREATE TABLE invitations (
  id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,  -- Of the membership it becomes.
  party_id     CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sort         VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,   -- person; party: one of theirs is to join the cooperative.
  role         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,      -- A person's.
  phone_index  CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phone_sealed VARBINARY(128) NOT NULL,
  name_sealed  VARBINARY(640) NULL,                                         -- What the inviter calls the person.
  invited_by   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,         -- NULL: asked before there was this table.
  days         SMALLINT NULL,                                               -- How long the role lasts; NULL: until it is ended.
  state        VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- open, accepted, declined, withdrawn, expired
  open_phone   CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,         -- phone_index while open.
  created_at   DATETIME(3) NOT NULL,
  expires_at   DATETIME(3) NOT NULL,
  UNIQUE KEY uq_invitation_open (party_id, sort, open_phone),
  KEY ix_invitation_open_phone (open_phone),
  KEY ix_invitation_phone (phone_index, created_at),
  KEY ix_invitation_by (invited_by, created_at),
  CONSTRAINT fk_invitation_party FOREIGN KEY (party_id) REFERENCES parties (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
