-- Safe beside the previous release: yes, a new table only.
-- A household's revenue of a year below which nothing is owed in the end; what was withheld may then be claimed back.
CREATE TABLE tax_thresholds (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  from_year  INT NOT NULL,
  amount_vnd BIGINT NOT NULL,
  basis      VARCHAR(300) NOT NULL,
  confidence CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  decided_on DATE NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
