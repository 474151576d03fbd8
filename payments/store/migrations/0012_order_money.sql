-- Safe beside the previous release: yes, a new table only.
-- The money of one order, frozen when it was placed: goods + freight = total, goods = commission + commission_tax + net.
CREATE TABLE order_money (
  order_id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  purchase_id        CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  intent_id          CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id           CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id            VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_kind         VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code               VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method             VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  carrier            VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service            VARCHAR(48) NOT NULL,
  goods_vnd          BIGINT NOT NULL,
  freight_vnd        BIGINT NOT NULL,
  total_vnd          BIGINT NOT NULL,
  commission_vnd     BIGINT NOT NULL,
  commission_tax_vnd BIGINT NOT NULL,
  net_vnd            BIGINT NOT NULL,
  state              VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  placed_at          DATETIME(3) NOT NULL,
  state_at           DATETIME(3) NOT NULL,
  remitted_at        DATETIME(3) NULL,
  version            BIGINT NOT NULL,
  KEY ix_order_money_purchase (purchase_id),
  KEY ix_order_money_intent (intent_id),
  KEY ix_order_money_party (party_id, state_at),
  KEY ix_order_money_carrier (carrier, method, state, remitted_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
