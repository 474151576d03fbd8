-- Safe beside the previous release: yes, a new table. What the numbers behind phone_index (purchases') took and refused in this
-- market; `refused` counts parcels of cash on delivery that came back.
CREATE TABLE phone_records (
  phone_index CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  delivered INT NOT NULL,
  refused INT NOT NULL,
  KEY ix_phone_records_refused (refused)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
