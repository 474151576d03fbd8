-- Safe beside the previous release: yes, a new table only.
-- A carrier's statement of the cash it pays over: received → matched with the bank line that brought the money.
CREATE TABLE cod_remittances (
  id            CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  carrier       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  statement     VARCHAR(64) NOT NULL,
  collected_vnd BIGINT NOT NULL,
  fee_vnd       BIGINT NOT NULL,
  state         VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  receipt_id    CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  difference_vnd BIGINT NOT NULL DEFAULT 0,  -- The bank line less what the statement says is paid.
  taken_at      DATETIME(3) NOT NULL,
  matched_at    DATETIME(3) NULL,
  by_account    VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version       BIGINT NOT NULL,
  UNIQUE KEY uq_cod_remittances_statement (carrier, statement)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
