-- Safe beside the previous release: yes, a new table only; that release takes what comes back off all lines.
-- Which goods a return brought back, for what the buyer had paid: whose part of a cooperative's order becomes less.
CREATE TABLE returned_goods (
  return_id  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount_vnd BIGINT NOT NULL,
  PRIMARY KEY (return_id, variant_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
