-- Safe beside the previous release: yes, a new table.
-- The intent to send a code: committed with the challenge, carried out afterwards, repeated by the sweeper.
-- The text is sealed, and wiped as soon as it is sent or no longer worth sending.
CREATE TABLE code_messages (
  challenge_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,   -- Also the gateway's dedupe_id.
  phone_sealed VARBINARY(128) NOT NULL,
  text_sealed  VARBINARY(640) NULL,
  state        VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- pending, sent, given-up
  attempts     INT NOT NULL DEFAULT 0,
  next_try_at  DATETIME(3) NOT NULL,
  expires_at   DATETIME(3) NOT NULL,
  created_at   DATETIME(3) NOT NULL,
  sent_at      DATETIME(3) NULL,
  KEY ix_message_due (state, next_try_at),
  KEY ix_message_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
