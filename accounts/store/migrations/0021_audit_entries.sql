-- Safe beside the previous release: yes, a new table.
-- Who gave whom what, when, from where. Only ever inserted into; each row's hash covers the row before it, so that
-- `accounts audit-verify` finds a changed or missing one.
CREATE TABLE audit_entries (
  position       BIGINT PRIMARY KEY,      -- 1, 2, 3 … without gaps.
  actor          VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- acc_…, or command-line.
  act            VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- For whom: acc_…, pty_….
  detail         VARCHAR(400) NOT NULL DEFAULT '',  -- Roles and party ids; no names, no phones.
  address_sealed VARBINARY(128) NOT NULL,
  at             DATETIME(3) NOT NULL,
  hash           CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  KEY ix_audit_subject (subject, position),
  KEY ix_audit_actor (actor, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
