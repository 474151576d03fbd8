-- Safe beside the previous release: yes, words that people read; nothing is reckoned with them.
-- Whoever reads these pages reads Vietnamese, and so are the laws they name.
UPDATE commission_rules SET basis = CASE basis
  WHEN 'Quy chế hoạt động của chợ: mức chung. The market''s operating rules, published under Decree 52/2013 as amended by Decree 85/2021 until 30 June 2026, under the E-commerce Law 122/2025/QH15 from 1 July 2026.'
  THEN 'Quy chế hoạt động của chợ: mức chung. Công bố theo Nghị định 52/2013 (sửa bởi Nghị định 85/2021) đến 30/6/2026, theo Luật Thương mại điện tử 122/2025/QH15 từ 1/7/2026.'
  WHEN 'Quy chế hoạt động của chợ: hộ sản xuất. Producer households.'
  THEN 'Quy chế hoạt động của chợ: hộ sản xuất.'
  WHEN 'Quy chế hoạt động của chợ: tổ, nhóm. Village craft groups and teams.'
  THEN 'Quy chế hoạt động của chợ: tổ, nhóm.'
  WHEN 'Quy chế hoạt động của chợ: hợp tác xã. Cooperatives.'
  THEN 'Quy chế hoạt động của chợ: hợp tác xã.'
  ELSE basis END
