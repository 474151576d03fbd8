-- Safe beside the previous release: no, the previous release settles without writing items; stop it before.
-- What each order put to a seller's account (below zero: took from it): the lines of statements and payouts.
-- paid_vnd: how much of it went into payouts that stand.
CREATE TABLE seller_items (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  party_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject    CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd BIGINT NOT NULL,
  paid_vnd   BIGINT NOT NULL DEFAULT 0,
  at         DATETIME(3) NOT NULL,
  ready_at   DATETIME(3) NOT NULL,
  UNIQUE KEY uq_seller_items_once (kind, subject),
  KEY ix_seller_items_party (party_id, id),
  KEY ix_seller_items_order (order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
