-- Safe beside the previous release: yes, a new table only.
-- Every line of the bank account, once.
CREATE TABLE receipts (
  id              CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  provider        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bank_id         VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  bank            VARCHAR(64) NOT NULL,
  account         VARCHAR(34) NOT NULL,
  content         VARCHAR(500) NOT NULL,
  bank_reference  VARCHAR(64) NOT NULL,
  amount_vnd      BIGINT NOT NULL,
  happened_at     DATETIME(3) NOT NULL,
  received_at     DATETIME(3) NOT NULL,
  state           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  intent_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  refundable_vnd  BIGINT NOT NULL,  -- The part of it that is owed back and not yet sent.
  note            VARCHAR(200) NOT NULL,
  version         BIGINT NOT NULL,
  UNIQUE KEY uq_receipts_bank_line (provider, bank_id),
  KEY ix_receipts_state (state, id),
  KEY ix_receipts_intent (intent_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
