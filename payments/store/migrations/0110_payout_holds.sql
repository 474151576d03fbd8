-- Safe beside the previous release: yes, a new table only; that release pays out without looking at it.
-- Returns and disputes as orders tells of them: while `held`, what their order put to the seller's account is not paid out.
CREATE TABLE payout_holds (
  case_id    VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind       VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,   -- return, dispute.
  state      VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  held       TINYINT NOT NULL,
  since      DATETIME(3) NOT NULL,
  version    BIGINT NOT NULL,
  KEY ix_payout_holds_order (order_id, held)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
