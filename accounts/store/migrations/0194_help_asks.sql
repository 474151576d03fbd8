-- Safe beside the previous release: yes, a new table.
-- Somebody asked to help a household whose telephone reads no pages: the code that went to it is its consent, and good
-- for this person alone.
CREATE TABLE help_asks (
  challenge_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  account_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,   -- Who would help.
  days         SMALLINT NULL,                                             -- NULL: until somebody ends it.
  KEY ix_help_ask_account (account_id),
  CONSTRAINT fk_help_ask_challenge FOREIGN KEY (challenge_id) REFERENCES code_challenges (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
