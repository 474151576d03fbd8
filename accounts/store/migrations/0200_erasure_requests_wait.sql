-- Safe beside the previous release: yes, a column it does not know: what that release takes is begun at once, as before.
-- Until when whoever asked may withdraw it; then it is begun, orders are told, and this is NULL.
ALTER TABLE erasure_requests ADD COLUMN waits_until DATETIME(3) NULL, ADD KEY ix_erasure_waits (waits_until)
