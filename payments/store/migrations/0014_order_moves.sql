-- Safe beside the previous release: yes, a new table only.
-- Moves of orders that move money, each once. applied = 0: told before its order was known, or against the table of steps.
CREATE TABLE order_moves (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  move     VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  carrier  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at       DATETIME(3) NOT NULL,
  applied  TINYINT NOT NULL,
  why      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (order_id, move)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
