-- Safe beside the previous release: yes, a new table only.
-- Whom a seller's money goes to and who the seller is to the tax office. Account, holder's name and numbers are sealed.
CREATE TABLE payees (
  party_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  bank_bin   CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account    VARBINARY(200) NOT NULL,
  holder     VARBINARY(600) NOT NULL,
  legal_name VARBINARY(900) NOT NULL,
  tax_id     VARBINARY(200) NOT NULL,
  tax_id_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resident   TINYINT NOT NULL,
  changed_at DATETIME(3) NOT NULL,
  by_account VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version    BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
