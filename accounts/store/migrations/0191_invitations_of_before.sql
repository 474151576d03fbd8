-- Safe beside the previous release: yes, rows of a new table.
-- Households that were asked and have not answered: by the phone of their first owner.
INSERT IGNORE INTO invitations
  (id, party_id, sort, phone_index, phone_sealed, state, open_phone, created_at, expires_at)
SELECT c.id, c.cooperative_id, 'party', a.phone_index, a.phone_sealed, 'open', a.phone_index, c.created_at,
  UTC_TIMESTAMP(3) + INTERVAL 14 DAY
FROM party_members c
JOIN memberships m ON m.id = (SELECT MIN(o.id) FROM memberships o WHERE o.party_id = c.member_party_id AND o.role = 'owner')
JOIN accounts a ON a.id = m.account_id
WHERE c.joined_at IS NULL
