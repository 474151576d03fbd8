-- Safe beside the previous release: yes, a new table.
-- Who sells, buys, helps or oversees. Names of parties are public; hence plain.
CREATE TABLE parties (
  id             CHAR(30) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  kind           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name           VARCHAR(160) NOT NULL,
  name_folded    VARCHAR(320) NOT NULL,  -- keel::text::Fold, for the operator's search.
  province_code  CHAR(2) CHARACTER SET ascii NOT NULL,
  commune_code   CHAR(5) CHARACTER SET ascii NOT NULL,
  hamlet         VARCHAR(160) NOT NULL DEFAULT '',
  status         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  was_verified   TINYINT NOT NULL DEFAULT 0,
  suspend_reason VARCHAR(600) NOT NULL DEFAULT '',
  is_sample      TINYINT NOT NULL DEFAULT 0,
  created_by     CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at     DATETIME(3) NOT NULL,
  version        BIGINT NOT NULL DEFAULT 1,
  KEY ix_party_status (status, id),
  KEY ix_party_kind (kind, id),
  KEY ix_party_maker (created_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
