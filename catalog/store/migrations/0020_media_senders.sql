-- Safe beside the previous release: yes, a new table. Who else has sent the same picture than media.created_by: only its senders may
-- show it.
CREATE TABLE media_senders (
  media_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sent_by VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (media_id, sent_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
