-- Safe beside the previous release: yes, a new table only.
CREATE TABLE commission_vat_rules (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  basis_points INT NOT NULL,
  valid_from   DATETIME(3) NOT NULL,
  valid_to     DATETIME(3) NULL,
  basis        VARCHAR(300) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
