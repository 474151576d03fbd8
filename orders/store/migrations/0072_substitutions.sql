-- Safe beside the previous release: yes, a new table. Something else a shop offers in the place of a line; the id is the secret of
-- the buyer's link. `open_line_id` is the line's while the question is open: one at a time.
CREATE TABLE substitutions (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  open_line_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gone VARCHAR(420) NOT NULL,
  instead VARCHAR(420) NOT NULL,
  quantity INT NOT NULL,
  total_vnd BIGINT NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  until DATETIME(3) NOT NULL,
  asked_at DATETIME(3) NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE KEY uq_substitutions_open (open_line_id),
  KEY ix_substitutions_order (order_id),
  KEY ix_substitutions_state (state, until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
