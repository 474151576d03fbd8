-- Safe beside the previous release: yes, fills a new table.
INSERT INTO outbox_position (id, last, feed) VALUES (1, 0, UUID())
