-- Safe beside the previous release: no, see 0087. Fills the column for orders delivered before.
UPDATE order_money o SET o.cash_vnd = o.total_vnd
WHERE o.method = 'cod' AND EXISTS (SELECT 1 FROM ledger_entries e WHERE e.kind = 'order-settled' AND e.subject = o.order_id)
