-- Safe beside the previous release: yes, a new table only.
-- Tax a platform keeps from a kind of seller. Dated rows, never edited; confidence: how sure we are of the text (A checked, H, M, L).
CREATE TABLE withholding_rules (
  id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  party_kind       VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bucket           VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resident         TINYINT NOT NULL,
  vat_basis_points INT NOT NULL,
  pit_basis_points INT NOT NULL,
  valid_from       DATETIME(3) NOT NULL,
  valid_to         DATETIME(3) NULL,
  basis            VARCHAR(300) NOT NULL,
  confidence       CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
