-- Safe beside the previous release: yes, a new table only.
-- Which items of a seller a payout pays, each naming its order; below zero: taken off.
CREATE TABLE payout_lines (
  payout_id  CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line       INT NOT NULL,
  item_id    BIGINT NOT NULL,
  order_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd BIGINT NOT NULL,
  PRIMARY KEY (payout_id, line),
  KEY ix_payout_lines_item (item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
