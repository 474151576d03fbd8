-- Safe beside the previous release: yes, it never names the column.
-- Grows with every change of the offer or of its shop's state. A purchase planned with other terms than it finds under the lock of
-- this row starts again: so plans may be made from memory, and no price is charged that was no longer so.
ALTER TABLE stock ADD COLUMN terms BIGINT NOT NULL DEFAULT 0
