-- Safe beside the previous release: yes, its payouts are paid when written.
-- prepared (in a bank file) → paid or bounced; paid → bounced. Account and holder as they were then, sealed.
ALTER TABLE payouts
  ADD COLUMN state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'paid',
  ADD COLUMN batch_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN reference VARCHAR(25) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN bank_bin CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN account VARBINARY(200) NULL,
  ADD COLUMN holder VARBINARY(600) NULL,
  ADD COLUMN reason VARCHAR(200) NOT NULL DEFAULT '',
  ADD COLUMN paid_at DATETIME(3) NULL,
  ADD COLUMN bounced_at DATETIME(3) NULL,
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
  ADD UNIQUE KEY uq_payouts_reference (reference),
  ADD KEY ix_payouts_batch (batch_id, id)
