-- Safe beside the previous release: yes, a new table. Hours each step of a shop's acceptance clock has; a shop without a row has the usual ones.
CREATE TABLE shop_clocks (
  shop_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  shop_hours INT NOT NULL,
  helper_hours INT NOT NULL,
  cooperative_hours INT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
