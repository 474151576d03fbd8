-- Safe beside the previous release: yes, a new table.
-- One row a phone, address or device that asks for codes or tries passwords: locked while its tries are counted, so that
-- two requests at once cannot both be the last allowed one.
CREATE TABLE throttle_subjects (
  subject_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  touched_at    DATETIME(3) NOT NULL,
  KEY ix_throttle_touched (touched_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
