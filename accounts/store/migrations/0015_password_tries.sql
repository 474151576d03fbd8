-- Safe beside the previous release: yes, a new table.
-- Password tries not yet known to be right: written before the comparison, removed after a right one.
CREATE TABLE password_tries (
  id            BIGINT AUTO_INCREMENT PRIMARY KEY,
  phone_index   CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  address_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  tried_at      DATETIME(3) NOT NULL,
  KEY ix_try_phone (phone_index, tried_at),
  KEY ix_try_address (address_index, tried_at),
  KEY ix_try_at (tried_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
