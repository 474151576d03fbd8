-- Safe beside the previous release: yes, a new table only.
-- finding: what is wrong with the line; empty: it agrees with the order. resolution: what an operator decided.
CREATE TABLE cod_remittance_lines (
  id            CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  remittance_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line          INT NOT NULL,
  tracking      VARCHAR(64) NOT NULL,
  reference     VARCHAR(64) NOT NULL,
  order_id      CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  collected_vnd BIGINT NOT NULL,
  fee_vnd       BIGINT NOT NULL,
  expected_vnd  BIGINT NULL,
  finding       VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resolution    VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  note          VARCHAR(200) NOT NULL,
  resolved_at   DATETIME(3) NULL,
  KEY ix_cod_remittance_lines_remittance (remittance_id, line),
  KEY ix_cod_remittance_lines_order (order_id),
  KEY ix_cod_remittance_lines_finding (finding, resolution)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
