-- Safe beside the previous release: yes, an index. A cancelled order looks for what members still promise it.
ALTER TABLE fills ADD KEY ix_fills_order (order_id)
