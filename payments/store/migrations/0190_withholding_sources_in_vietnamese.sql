-- Safe beside the previous release: yes, words that people read; nothing is reckoned with them.
-- Whoever reads these pages reads Vietnamese, and so are the laws they name.
UPDATE withholding_rules SET basis = CASE basis
  WHEN 'Decree 117/2025/NĐ-CP: platforms with ordering and payment withhold at each confirmed order.'
  THEN 'Nghị định 117/2025/NĐ-CP: sàn có đặt hàng và thanh toán khấu trừ theo từng đơn đã xác nhận.'
  WHEN 'Decree 252/2026/NĐ-CP Art. 44 with Circular 89/2026: percentages of the VAT and PIT laws. Read in summaries only; an accountant confirms it before use.'
  THEN 'Nghị định 252/2026/NĐ-CP, Điều 44, và Thông tư 89/2026: tỷ lệ theo luật thuế giá trị gia tăng và thuế thu nhập cá nhân. Mới đọc bản tóm tắt; kế toán cần xác nhận trước khi dùng.'
  ELSE basis END
