-- Safe beside the previous release: yes, a new table.
-- Who asked for what is kept about them to be erased. `open_phone_index` is the phone's while the request is open: asking twice is
-- one request. When it is done phone_index and phone_sealed are gone, and the row says only that it was done, and when.
CREATE TABLE erasure_requests (
  id               CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  account_id       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  open_phone_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  phone_sealed     VARBINARY(128) NULL,
  source           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- person, paper.
  entered_by       CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,        -- The operator, of one that came on paper.
  state            VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- open, done.
  asked_at         DATETIME(3) NOT NULL,
  due_at           DATETIME(3) NOT NULL,
  erased           INT NOT NULL DEFAULT 0,         -- Purchases so far, as orders tells.
  held             TEXT NOT NULL,                  -- JSON: what orders still holds back, and why.
  orders_over      TINYINT NOT NULL DEFAULT 0,     -- orders has nothing of the person any more.
  seller_held      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',  -- What a seller must end first.
  done_at          DATETIME(3) NULL,
  UNIQUE KEY uq_erasure_open (open_phone_index),
  KEY ix_erasure_account (account_id, id),
  KEY ix_erasure_state (state, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
