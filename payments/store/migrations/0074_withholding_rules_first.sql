-- Safe beside the previous release: yes, fills a new table.
-- Moments are UTC: a day begins in Vietnam at 17:00 of the day before.
INSERT INTO withholding_rules (party_kind, bucket, resident, vat_basis_points, pit_basis_points, valid_from, valid_to, basis, confidence) VALUES
  ('household', 'goods', 1, 100, 50, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'goods', 0, 100, 100, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'services', 1, 500, 200, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'services', 0, 500, 500, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'transport', 1, 300, 150, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'transport', 0, 300, 200, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'unknown', 1, 500, 200, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'unknown', 0, 500, 500, '2025-06-30 17:00:00.000', '2026-06-30 17:00:00.000', 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.', 'H'),
  ('household', 'goods', 1, 100, 50, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'goods', 0, 100, 100, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'services', 1, 500, 200, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'services', 0, 500, 500, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'transport', 1, 300, 150, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'transport', 0, 300, 200, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'unknown', 1, 500, 200, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M'),
  ('household', 'unknown', 0, 500, 500, '2026-06-30 17:00:00.000', NULL, 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.', 'M')
