-- Safe beside the previous release: yes, a new table.
-- The last freight quote of a cart: placing a purchase reads it and asks nobody. Good for that cart as it was and that commune.
CREATE TABLE cart_quotes (
  cart_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  cart_version BIGINT NOT NULL,
  commune_code CHAR(5) CHARACTER SET ascii NOT NULL,
  options TEXT NOT NULL,
  quoted_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
