-- Safe beside the previous release: yes, a column it does not read; it goes on paying such an account.
-- The payout that came back from just this account; cleared when the account is changed or an operator tries again.
ALTER TABLE payees ADD COLUMN refused_payout CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL
