-- Safe beside the previous release: yes, other keys over the same rows.
-- Rows lie in the order of time, so that new ones go to the end and old ones are swept from the front; by caller and key
-- every new row split some full page in the middle.
ALTER TABLE idempotency_keys DROP PRIMARY KEY, ADD PRIMARY KEY (expires_at, caller, idempotency_key),
  ADD UNIQUE KEY uq_idempotency_keys (caller, idempotency_key), DROP KEY ix_idempotency_keys_expires_at
