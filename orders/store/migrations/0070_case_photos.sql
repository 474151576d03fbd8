-- Safe beside the previous release: yes, a new table. Photos (the catalog's media ids) that show what a return or a dispute is about.
CREATE TABLE case_photos (
  case_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position TINYINT NOT NULL,
  media_id VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (case_id, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
