-- Safe beside the previous release: yes, a new table only.
-- All a carrier ever said of a parcel; append-only. The unique key is what makes repeated calls harmless.
CREATE TABLE shipment_events (
  id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  shipment_id      CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  carrier          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tracking_number  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code             VARCHAR(48) NOT NULL,
  at               DATETIME(3) NOT NULL,  -- The carrier's time.
  state            VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- What the code means; NULL: nothing we know.
  flags            INT NOT NULL,
  moved            TINYINT NOT NULL,  -- It moved the shipment when it came.
  note             VARCHAR(500) NOT NULL,
  source           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- webhook, poll, ours.
  received_at      DATETIME(3) NOT NULL,
  UNIQUE KEY uq_shipment_events (carrier, tracking_number, code, at),
  KEY ix_shipment_events_shipment (shipment_id, at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
