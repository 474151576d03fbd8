-- Safe beside the previous release: yes, a new table only.
-- Where a purchase's refunds go: as its buyer wrote, or as the bank told of the transfer that paid it. Sealed.
CREATE TABLE refund_accounts (
  purchase_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  bank_bin    CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account     VARBINARY(200) NOT NULL,
  holder      VARBINARY(600) NOT NULL,
  source      VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- buyer, operator, transfer.
  at          DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
