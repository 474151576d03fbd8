-- Safe beside the previous release: yes, a new table only.
-- Money to be paid back through a provider, written down before the provider hears of it; `refunds` has what was paid back.
CREATE TABLE refund_jobs (
  id             CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  intent_id      CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_id     CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  receipt_id     CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  our_key        VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_key    VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_number VARCHAR(64) NOT NULL,
  amount_vnd     BIGINT NOT NULL,
  paid_vnd       BIGINT NOT NULL,
  paid_opened_at DATETIME(3) NOT NULL,
  state          VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tries          INT NOT NULL,
  number         VARCHAR(64) NOT NULL,  -- The provider's name for the refund.
  code           VARCHAR(32) NOT NULL,  -- Its last word.
  created_at     DATETIME(3) NOT NULL,
  due_at         DATETIME(3) NOT NULL,
  done_at        DATETIME(3) NULL,
  version        BIGINT NOT NULL,
  UNIQUE KEY uq_refund_jobs_key (provider, our_key),
  KEY ix_refund_jobs_intent (intent_id, state),
  KEY ix_refund_jobs_receipt (receipt_id),
  KEY ix_refund_jobs_due (state, due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
