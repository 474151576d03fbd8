-- Safe beside the previous release: yes, it never names the columns; it may promise what is held back until it is replaced.
-- held: free pieces in lots that may not be sold (expired, held, recalled). kept: pieces the shop keeps back from this market for
-- its other channels. tracked: 1 when stock_bins says in which lot and at which place the pieces are.
ALTER TABLE stock
  ADD COLUMN held BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN kept BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN tracked TINYINT NOT NULL DEFAULT 0
