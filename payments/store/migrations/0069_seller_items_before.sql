-- Safe beside the previous release: no, see 0068. Writes the items of entries booked before.
INSERT INTO seller_items (party_id, order_id, kind, subject, amount_vnd, at, ready_at)
SELECT SUBSTRING(p.account, 16), e.subject, IF(e.kind = 'order-settled', 'sale', IF(e.kind = 'order-returned', 'return', 'earlier-payout')), e.subject,
  -p.amount_vnd, e.at, e.at
FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id
WHERE p.account LIKE 'seller\_payable:%' ORDER BY e.id
