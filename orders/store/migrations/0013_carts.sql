-- Safe beside the previous release: yes, a new table.
-- Lines are one small document: a cart has one owner, and emptying it at placement is one row changed and none deleted.
CREATE TABLE carts (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  account_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  cart_lines TEXT CHARACTER SET ascii NOT NULL,
  version BIGINT NOT NULL,
  changed_at DATETIME(3) NOT NULL,
  UNIQUE KEY uq_carts_account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
