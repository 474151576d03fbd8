-- Safe beside the previous release: yes, a new table.
-- A device signed in. Ended ones stay until their tokens would have expired.
CREATE TABLE sessions (
  id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  account_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_by    VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- code, password
  created_at   DATETIME(3) NOT NULL,
  refreshed_at DATETIME(3) NOT NULL,
  expires_at   DATETIME(3) NOT NULL,
  ended_at     DATETIME(3) NULL,
  ended_why    VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL, -- signed-out, signed-out-everywhere, token-reused
  KEY ix_session_account (account_id, ended_at),
  KEY ix_session_expires (expires_at),
  CONSTRAINT fk_session_account FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
