-- Safe beside the previous release: yes, a new table only.
-- Every signed message as it came (sealed: it names payers), also those we could not read.
CREATE TABLE provider_events (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  provider    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body        MEDIUMBLOB NOT NULL,
  received_at DATETIME(3) NOT NULL,
  outcome     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  UNIQUE KEY uq_provider_events_digest (provider, digest)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
