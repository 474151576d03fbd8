-- Safe beside the previous release: yes, a new table. One row a move of a return, dispute or substitution, append-only.
CREATE TABLE case_history (
  case_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  moved_by VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  why VARCHAR(40) CHARACTER SET ascii NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (case_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
