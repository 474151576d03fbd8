-- Safe beside the previous release: yes, words that people read; nothing is reckoned with them.
-- Whoever reads these pages reads Vietnamese, and so are the laws they name.
UPDATE commission_vat_rules SET basis = CASE basis
  WHEN 'Value-added tax law, standard rate 10 %.'
  THEN 'Luật Thuế giá trị gia tăng, thuế suất phổ thông 10 %.'
  WHEN 'Resolution 204/2025/QH15 and Decree 174/2025/NĐ-CP: 8 % until 31 December 2026. To be confirmed by the operator''s accountant.'
  THEN 'Nghị quyết 204/2025/QH15 và Nghị định 174/2025/NĐ-CP: 8 % đến hết 31/12/2026. Kế toán của sàn cần xác nhận.'
  WHEN 'Value-added tax law 48/2024/QH15, standard rate 10 %.'
  THEN 'Luật Thuế giá trị gia tăng 48/2024/QH15, thuế suất phổ thông 10 %.'
  ELSE basis END
