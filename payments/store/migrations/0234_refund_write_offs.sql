-- Safe beside the previous release: yes, a new table only.
-- What a buyer was sent too much and will not be asked for any more, by an operator's word. undone_at: it was taken back, by a
-- person or because the buyer gave it back after all.
CREATE TABLE refund_write_offs (
  id         CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  intent_id  CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd BIGINT NOT NULL,
  reason     VARCHAR(200) NOT NULL,
  by_account VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at         DATETIME(3) NOT NULL,
  undone_by  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  undone_why VARCHAR(200) NULL,
  undone_at  DATETIME(3) NULL,
  KEY ix_refund_write_offs_intent (intent_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
