#pragma once
#include <array>
#include <string>
#include <string_view>
#include <utility>

/// What stands in files that people open, where answers to programs hold codes. In Vietnamese, as the files' headings.
namespace payments {

template <std::size_t N>
std::string WordOf(const std::array<std::pair<std::string_view, std::string_view>, N>& words, std::string_view code) {
  for (const auto& [known, word] : words)
    if (known == code) return std::string(word);
  return std::string(code);
}

/// A line of a seller's statement.
inline std::string StatementWord(std::string_view kind) {
  static constexpr std::array kWords =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"sale", "Bán hàng"},
                                                                    {"return", "Hàng trả lại"},
                                                                    {"adjustment", "Hoàn một phần cho khách"},
                                                                    {"payout", "Chợ chuyển tiền"},
                                                                    {"payout-bounced", "Chuyển tiền bị trả lại"},
                                                                    {"earlier-payout", "Chợ chuyển tiền (trước đây)"},
                                                                    {"repayment", "Trả lại tiền cho chợ"},
                                                                    {"repayment-undone", "Ghi nhầm, đã rút lại"}});
  return WordOf(kWords, kind);
}

/// What kind of goods a tax is reckoned for.
inline std::string BucketWord(std::string_view bucket) {
  static constexpr std::array kWords =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"goods", "Hàng hoá"},
                                                                    {"services", "Dịch vụ"},
                                                                    {"transport", "Vận tải, dịch vụ kèm hàng"},
                                                                    {"unknown", "Chưa xác định"},
                                                                    {"exempt", "Không chịu thuế"}});
  return WordOf(kWords, bucket);
}

/// The paper whose number stands beside it.
inline std::string PaperWord(std::string_view tax_id_kind) {
  static constexpr std::array kWords = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"tax-code", "Mã số thuế"}, {"personal-id", "Số định danh cá nhân"}});
  return WordOf(kWords, tax_id_kind);
}

}  // namespace payments
