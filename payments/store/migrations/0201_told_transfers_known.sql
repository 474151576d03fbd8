-- Safe beside the previous release: yes, rows of a table it does not read.
-- Second references kept so far: findings that somebody still has to decide.
INSERT IGNORE INTO told_transfers (subject, kind, bank_reference, owner, amount_vnd, told_at, decision, decided_by, decided_at)
SELECT id, 'sent', second_reference, party_id, amount_vnd, at, '', '', NULL FROM payouts WHERE second_reference <> ''
