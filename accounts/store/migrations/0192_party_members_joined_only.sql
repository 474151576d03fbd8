-- Safe beside the previous release: yes, it finds no invitation there any more.
DELETE FROM party_members WHERE joined_at IS NULL
