-- Safe beside the previous release: yes, a wider key; that release writes one item a kind and subject.
-- What a seller repays is an item of each order it is for.
ALTER TABLE seller_items
  DROP KEY uq_seller_items_once,
  ADD UNIQUE KEY uq_seller_items_once (kind, subject, order_id)
