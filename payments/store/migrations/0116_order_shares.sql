-- Safe beside the previous release: yes, a new table only.
-- Who brought what of a cooperative's order, as orders tells: what the order brings is shared out by it on the statements.
CREATE TABLE order_shares (
  order_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fill_id        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cooperative_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pieces         BIGINT NOT NULL,
  ordered        BIGINT NOT NULL,
  amount_vnd     BIGINT NOT NULL,  -- What the buyer pays for the pieces ordered.
  version        BIGINT NOT NULL,
  PRIMARY KEY (order_id, fill_id, party_id),
  KEY ix_order_shares_party (party_id),
  KEY ix_order_shares_cooperative (cooperative_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
