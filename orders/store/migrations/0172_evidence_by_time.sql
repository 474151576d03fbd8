-- Safe beside the previous release: yes, a new index. What is swept is found by its age.
ALTER TABLE evidence ADD KEY ix_evidence_sent (sent_at)
