-- Safe beside the previous release: yes, a new table. Photos a buyer sent of an order, to show what is wrong with it. The files are the
-- catalog's, in a folder nobody serves; `name` is theirs there. A case names photos of its own order only.
CREATE TABLE evidence (
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  widths VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sent_at DATETIME(3) NOT NULL,
  UNIQUE KEY uq_evidence_photo (order_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
