-- Safe beside the previous release: yes, a new table.
-- A buyer who is looking at how to pay keeps his goods a while longer. No row: the usual time after placing.
CREATE TABLE order_holds (
  purchase_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  held_until DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
