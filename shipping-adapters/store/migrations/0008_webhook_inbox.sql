-- Safe beside the previous release: yes, a new table only.
-- Every genuine-looking call as it came, before anything is made of it. `digest` is SHA-256 over the raw body.
CREATE TABLE webhook_inbox (
  id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  carrier          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest           CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  raw_body         MEDIUMBLOB NOT NULL,
  heard            TEXT NOT NULL,  -- JSON: what was read from it, to be confirmed.
  status           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- waiting, applied, unconfirmed, unknown.
  times_seen       INT NOT NULL,
  attempts         INT NOT NULL,
  next_try_at      DATETIME(3) NOT NULL,
  received_at      DATETIME(3) NOT NULL,
  UNIQUE KEY uq_webhook_inbox (carrier, digest),
  KEY ix_webhook_inbox_waiting (status, next_try_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
