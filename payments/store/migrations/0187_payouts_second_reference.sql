-- Safe beside the previous release: yes, a column it does not read.
-- Another reference of the bank that somebody told for a payout paid already: was it paid twice? Empty: none.
ALTER TABLE payouts ADD COLUMN second_reference VARCHAR(64) NOT NULL DEFAULT ''
