-- Safe beside the previous release: yes, a new table.
-- A one-time code that was asked for. The three indexes are also what throttling counts.
CREATE TABLE code_challenges (
  id            CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  purpose       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phone_index   CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phone_sealed  VARBINARY(128) NOT NULL,
  code_hash     CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,      -- Keyed with FIELD_KEY over challenge, purpose and code.
  address_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  device_index  CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  tries         INT NOT NULL DEFAULT 0,
  created_at    DATETIME(3) NOT NULL,
  expires_at    DATETIME(3) NOT NULL,
  used_at       DATETIME(3) NULL,
  KEY ix_challenge_phone (phone_index, created_at),
  KEY ix_challenge_address (address_index, created_at),
  KEY ix_challenge_device (device_index, created_at),
  KEY ix_challenge_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
