-- Safe beside the previous release: yes, a new table only.
-- One row a purchase and way of paying. received = deposit + settled + refund_due + refunded, always.
CREATE TABLE intents (
  id             CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  purchase_id    CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference      VARCHAR(25) CHARACTER SET ascii COLLATE ascii_bin NULL,
  phase          VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status         VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- Derived from the rest; kept to search by.
  amount_vnd     BIGINT NOT NULL,
  received_vnd   BIGINT NOT NULL,
  settled_vnd    BIGINT NOT NULL,
  refund_due_vnd BIGINT NOT NULL,
  refunded_vnd   BIGINT NOT NULL,
  surplus_vnd    BIGINT NOT NULL,
  created_at     DATETIME(3) NOT NULL,
  expires_at     DATETIME(3) NULL,
  secured_at     DATETIME(3) NULL,
  version        BIGINT NOT NULL,
  UNIQUE KEY uq_intents_purchase_method (purchase_id, method),
  UNIQUE KEY uq_intents_reference (reference),
  KEY ix_intents_expiry (phase, expires_at),
  KEY ix_intents_status (status, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
