-- Safe beside the previous release: yes, a new table.
-- A person, by one phone number. Phone and name are sealed with FIELD_KEY; phone_index finds, and shows nothing.
CREATE TABLE accounts (
  id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  phone_index  CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phone_sealed VARBINARY(128) NOT NULL,
  name_sealed  VARBINARY(640) NOT NULL,
  language     VARCHAR(2) CHARACTER SET ascii NOT NULL DEFAULT 'vi',
  is_operator  TINYINT NOT NULL DEFAULT 0,
  created_at   DATETIME(3) NOT NULL,
  signed_in_at DATETIME(3) NULL, -- First sign-in; NULL while only an invitation made the account.
  version      BIGINT NOT NULL DEFAULT 1,
  UNIQUE KEY uq_account_phone (phone_index)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
