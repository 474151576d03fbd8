-- Safe beside the previous release: yes, a new table only.
-- How often somebody did today what is bounded a day. Rows of days gone by are swept.
CREATE TABLE day_counts (
  subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day     INT NOT NULL,  -- Days since 1970-01-01, as Vietnam's calendar counts them.
  used    BIGINT NOT NULL,
  PRIMARY KEY (subject, day),
  KEY ix_day_counts_day (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
