-- Safe beside the previous release: yes, a column it does not know.
-- When help that was agreed for a time is over; NULL: when somebody ends it.
ALTER TABLE memberships ADD COLUMN ends_at DATETIME(3) NULL, ADD KEY ix_membership_ends (ends_at)
