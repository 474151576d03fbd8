-- Safe beside the previous release: yes, a new table only; that release shows such lines as not explained.
-- What an operator said a line of our bank account was. stands: 1, or NULL once it was undone; a line has one that stands, and
-- an entry that was made by hand has one line.
CREATE TABLE bank_explanations (
  id          CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  receipt_id  CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  meaning     VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  whose       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- The carrier or the seller it names; else ''.
  entry_id    CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,         -- Of what was booked before; NULL: books its own.
  amount_vnd  BIGINT NOT NULL,
  reason      VARCHAR(200) NOT NULL,
  note_before VARCHAR(200) NOT NULL,                                       -- What the line's note was; back there when undone.
  by_account  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at          DATETIME(3) NOT NULL,
  stands      TINYINT NULL DEFAULT 1,
  undone_by   VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  undone_why  VARCHAR(200) NULL,
  undone_at   DATETIME(3) NULL,
  UNIQUE KEY uq_bank_explanations_line (receipt_id, stands),
  UNIQUE KEY uq_bank_explanations_entry (entry_id, stands)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
