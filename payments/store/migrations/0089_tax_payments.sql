-- Safe beside the previous release: yes, a new table only.
-- Withheld tax of a month that went to the tax office.
CREATE TABLE tax_payments (
  period         CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  vat_vnd        BIGINT NOT NULL,
  pit_vnd        BIGINT NOT NULL,
  bank_reference VARCHAR(64) NOT NULL,
  by_account     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at             DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
