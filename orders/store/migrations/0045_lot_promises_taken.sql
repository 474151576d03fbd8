-- Safe beside the previous release: yes, it keeps delivered pieces in `quantity`, which only a recall's list reads.
-- quantity: still promised. taken: delivered, and with the holder.
ALTER TABLE lot_promises ADD COLUMN taken BIGINT NOT NULL DEFAULT 0
