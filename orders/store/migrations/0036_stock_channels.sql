-- Safe beside the previous release: yes, a new table.
-- Pieces a shop keeps back from each of its other ways to sell; for this market's own it stands in stock.kept.
CREATE TABLE stock_channels (
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kept BIGINT NOT NULL,
  PRIMARY KEY (variant_id, channel)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
