-- Safe beside the previous release: yes, a rule less: where sellers are paid directly, a purchase has a payment for each order.
ALTER TABLE intents ADD KEY ix_intents_purchase (purchase_id, method), DROP KEY uq_intents_purchase_method
