-- Safe beside the previous release: yes, fills a column it does not know. Who was a member before there were invitations stays one.
UPDATE party_members SET joined_at = created_at WHERE joined_at IS NULL
