-- Safe beside the previous release: yes, fills a new table.
-- Moments are UTC: a day begins in Vietnam at 17:00 of the day before.
INSERT INTO commission_vat_rules (basis_points, valid_from, valid_to, basis) VALUES
  (1000, '2020-01-01 00:00:00.000', '2025-06-30 17:00:00.000', 'Value-added tax law, standard rate 10 %.'),
  ( 800, '2025-06-30 17:00:00.000', '2026-12-31 17:00:00.000', 'Resolution 204/2025/QH15 and Decree 174/2025/NĐ-CP: 8 % until 31 December 2026. To be confirmed by the operator''s accountant.'),
  (1000, '2026-12-31 17:00:00.000', NULL, 'Value-added tax law 48/2024/QH15, standard rate 10 %.')
