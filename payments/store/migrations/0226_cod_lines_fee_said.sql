-- Safe beside the previous release: yes, a column with a default; that release means 0 by a fee nobody wrote.
-- Whether the carrier wrote a fee on the line: a written 0 is a fee, and may be the wrong one.
ALTER TABLE cod_remittance_lines ADD COLUMN fee_said TINYINT NOT NULL DEFAULT 0
