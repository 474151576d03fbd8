-- Safe beside the previous release: yes, fills a new table. Of two rows for a year the later decision speaks.
INSERT INTO tax_thresholds (from_year, amount_vnd, basis, confidence, decided_on) VALUES
  (2015,  100000000, 'Circular 40/2021/TT-BTC: 100 million đồng a year.', 'M', '2021-06-01'),
  (2026,  200000000, 'Value-added tax law 48/2024/QH15: 200 million đồng from 1 January 2026.', 'M', '2024-11-26'),
  (2026,  500000000, 'Personal income tax law 109/2025 and Decree 68/2026: 500 million đồng.', 'M', '2026-03-01'),
  (2026, 1000000000, 'Decree 141/2026 of 29 April 2026: one billion đồng, back-dated to 1 January 2026. Read in summaries only.', 'M', '2026-04-29')
