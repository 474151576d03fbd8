-- Safe beside the previous release: yes, a new table only.
CREATE TABLE idempotency_keys (
  caller          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  idempotency_key VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fingerprint     CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- SHA-256 of method, target and body.
  status          SMALLINT NOT NULL,
  content_type    VARCHAR(96) NOT NULL,
  headers         TEXT NOT NULL,  -- "name: value" lines.
  body            MEDIUMBLOB NOT NULL,
  expires_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (caller, idempotency_key),
  KEY ix_idempotency_keys_expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
