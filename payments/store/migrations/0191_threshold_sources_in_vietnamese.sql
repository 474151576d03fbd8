-- Safe beside the previous release: yes, words that people read; nothing is reckoned with them.
-- Whoever reads these pages reads Vietnamese, and so are the laws they name.
UPDATE tax_thresholds SET basis = CASE basis
  WHEN 'Circular 40/2021/TT-BTC: 100 million đồng a year.'
  THEN 'Thông tư 40/2021/TT-BTC: 100 triệu đồng một năm.'
  WHEN 'Value-added tax law 48/2024/QH15: 200 million đồng from 1 January 2026.'
  THEN 'Luật Thuế giá trị gia tăng 48/2024/QH15: 200 triệu đồng từ 1/1/2026.'
  WHEN 'Personal income tax law 109/2025 and Decree 68/2026: 500 million đồng.'
  THEN 'Luật Thuế thu nhập cá nhân 109/2025 và Nghị định 68/2026: 500 triệu đồng.'
  WHEN 'Decree 141/2026 of 29 April 2026: one billion đồng, back-dated to 1 January 2026. Read in summaries only.'
  THEN 'Nghị định 141/2026 ngày 29/4/2026: một tỷ đồng, tính từ 1/1/2026. Mới đọc bản tóm tắt.'
  ELSE basis END
