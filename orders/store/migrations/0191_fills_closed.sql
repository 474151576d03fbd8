-- Safe beside the previous release: yes, a column that release leaves empty. When nothing more was to be brought for it.
ALTER TABLE fills ADD COLUMN closed_at DATETIME(3) NULL
