-- Safe beside the previous release: yes, an index only. Transfers that name an order by its code, and carriers' statements.
ALTER TABLE order_money ADD KEY ix_order_money_code (code)
