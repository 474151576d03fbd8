-- Safe beside the previous release: yes, a new table only.
-- Refunds that the market's bank sends: prepared (in a bank file) → paid or bounced; paid → bounced. `refunds` has what was paid.
CREATE TABLE bank_refunds (
  id             CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  batch_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  intent_id      CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd     BIGINT NOT NULL,
  state          VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference      VARCHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bank_bin       CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account        VARBINARY(200) NOT NULL,
  holder         VARBINARY(600) NOT NULL,
  bank_reference VARCHAR(64) NOT NULL,
  reason         VARCHAR(200) NOT NULL,
  by_account     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at             DATETIME(3) NOT NULL,
  paid_at        DATETIME(3) NULL,
  bounced_at     DATETIME(3) NULL,
  version        BIGINT NOT NULL,
  UNIQUE KEY uq_bank_refunds_reference (reference),
  KEY ix_bank_refunds_batch (batch_id, id),
  KEY ix_bank_refunds_intent (intent_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
