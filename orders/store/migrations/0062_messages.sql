-- Safe beside the previous release: yes, a new table.
-- What people are told, by telephone and on their pages. Recipients are named, not numbered: the telephone number is looked up when
-- it is sent. `dedupe` makes a message exist once, `id` makes the gateway send it once. phone_index is the keyed hash of the number
-- it went to: an answer finds its question by it.
CREATE TABLE messages (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  dedupe VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  arguments VARCHAR(2000) NOT NULL,
  asks TINYINT NOT NULL,
  state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tries INT NOT NULL,
  not_before DATETIME(3) NOT NULL,
  written_at DATETIME(3) NOT NULL,
  phone_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  UNIQUE KEY uq_messages_dedupe (dedupe),
  KEY ix_messages_due (state, not_before),
  KEY ix_messages_order (order_id),
  KEY ix_messages_phone (phone_index, asks)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
