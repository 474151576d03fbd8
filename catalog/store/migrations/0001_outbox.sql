-- Safe beside the previous release: yes, a new table only.
CREATE TABLE outbox (
  seq      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  position BIGINT NULL,  -- Given by the relay after the commit, without gaps; NULL until then.
  topic    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body     LONGTEXT NOT NULL,  -- JSON written by us alone: no CHECK to pay for at each insert.
  at       DATETIME(3) NOT NULL,
  UNIQUE KEY uq_outbox_position (position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
