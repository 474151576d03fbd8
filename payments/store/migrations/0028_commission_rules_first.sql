-- Safe beside the previous release: yes, fills a new table.
INSERT INTO commission_rules (party_kind, category, basis_points, valid_from, valid_to, basis) VALUES
  (NULL,          NULL, 500, '2020-01-01 00:00:00.000', NULL, 'Quy chế hoạt động của chợ: mức chung. The market''s operating rules, published under Decree 52/2013 as amended by Decree 85/2021 until 30 June 2026, under the E-commerce Law 122/2025/QH15 from 1 July 2026.'),
  ('household',   NULL, 300, '2020-01-01 00:00:00.000', NULL, 'Quy chế hoạt động của chợ: hộ sản xuất. Producer households.'),
  ('team',        NULL, 300, '2020-01-01 00:00:00.000', NULL, 'Quy chế hoạt động của chợ: tổ, nhóm. Village craft groups and teams.'),
  ('cooperative', NULL, 400, '2020-01-01 00:00:00.000', NULL, 'Quy chế hoạt động của chợ: hợp tác xã. Cooperatives.')
