-- Safe beside the previous release: no, it writes the note; stop it before.
-- A line keeps what it was found to be, explained or not: there is nothing to put back when that is undone.
ALTER TABLE bank_explanations DROP COLUMN note_before
