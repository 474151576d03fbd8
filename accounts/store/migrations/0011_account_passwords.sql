-- Safe beside the previous release: yes, a new table.
-- argon2id hashes, apart from accounts so that no read of an account carries one.
CREATE TABLE account_passwords (
  account_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  hash       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  set_at     DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
