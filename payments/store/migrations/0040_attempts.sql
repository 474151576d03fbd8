-- Safe beside the previous release: yes, a new table only.
-- A try to have an intent paid at a provider over the network, written down before the provider hears of it.
CREATE TABLE attempts (
  id            CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  intent_id     CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  purchase_id   CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  our_key       VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd    BIGINT NOT NULL,
  state         VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pay_url       VARCHAR(2000) NOT NULL,
  payer_address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code          VARCHAR(32) NOT NULL,  -- The provider's last word.
  created_at    DATETIME(3) NOT NULL,
  ends_at       DATETIME(3) NOT NULL,
  look_at       DATETIME(3) NOT NULL,  -- When the provider is asked next, while created or open.
  looks         INT NOT NULL,
  version       BIGINT NOT NULL,
  UNIQUE KEY uq_attempts_key (provider, our_key),
  KEY ix_attempts_intent (intent_id, state),
  KEY ix_attempts_look (state, look_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
