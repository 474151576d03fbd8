-- Safe beside the previous release: yes, a new table only; that release sends on without looking at it.
-- What the bank told of a payout or a refund beyond what is booked. kind 'sent': another transfer for it; while nobody
-- decided (decision ''), nothing more is sent to its owner. 'line': the line of our account it left by. 'back': the one
-- it came back by.
CREATE TABLE told_transfers (
  subject        CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,   -- A payout, a refund.
  kind           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bank_reference VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
  owner          CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,   -- The seller, or the payment.
  amount_vnd     BIGINT NOT NULL,
  told_at        DATETIME(3) NOT NULL,
  decision       VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- '', booked, sent, set-aside, came-back.
  decided_by     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  decided_at     DATETIME(3) NULL,
  PRIMARY KEY (subject, kind, bank_reference),
  KEY ix_told_transfers_owner (owner, decision),
  KEY ix_told_transfers_open (decision, told_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
