-- Safe beside the previous release: yes, a new table only.
CREATE TABLE shipments (
  id               CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id         CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_code       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shop_id          CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  party_id         CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  carrier          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service          VARCHAR(32) NOT NULL,
  booking          VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- wanted, booked, failed, dropped.
  round            SMALLINT NOT NULL,
  attempts         SMALLINT NOT NULL,
  asked            TINYINT NOT NULL,  -- A create may have reached the carrier: look up first.
  next_try_at      DATETIME(3) NOT NULL,
  problem          VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  consigned        TINYINT NOT NULL,
  sealed_ends      VARBINARY(4096) NULL,  -- Sender and receiver: names, phones, places; sealed with FIELD_KEY.
  grams            INT NOT NULL,
  length_mm        INT NOT NULL,
  width_mm         INT NOT NULL,
  height_mm        INT NOT NULL,
  declared_vnd     BIGINT NOT NULL,
  cod_vnd          BIGINT NOT NULL,
  contents         VARCHAR(500) NOT NULL,
  inspection       VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tracking_number  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  carrier_ref      VARCHAR(64) NOT NULL,
  sort_code        VARCHAR(64) NOT NULL,
  fee_vnd          BIGINT NOT NULL,
  booked_at        DATETIME(3) NULL,
  expected_at      DATETIME(3) NULL,
  state            VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  flags            INT NOT NULL,
  heard_at         DATETIME(3) NULL,  -- The carrier's newest time.
  state_at         DATETIME(3) NULL,
  is_open          TINYINT NOT NULL,  -- Booked and not at the end of its way: to be asked after.
  next_poll_at     DATETIME(3) NOT NULL,
  called_off       TINYINT NOT NULL,  -- The order was cancelled.
  cancel_wanted    TINYINT NOT NULL,
  cancel_problem   VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at       DATETIME(3) NOT NULL,
  version          BIGINT NOT NULL,
  UNIQUE KEY uq_shipments_order (order_id),
  UNIQUE KEY uq_shipments_tracking (carrier, tracking_number),
  KEY ix_shipments_due (booking, next_try_at),
  KEY ix_shipments_cancel (cancel_wanted, next_try_at),
  KEY ix_shipments_poll (is_open, next_poll_at),
  KEY ix_shipments_party (party_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
