-- Safe beside the previous release: no, it reads and writes the note; stop it before.
ALTER TABLE receipts DROP KEY ix_receipts_note, DROP COLUMN note
