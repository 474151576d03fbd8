#include "payments/domain/cod_statement.hpp"

#include "keel/text/number.hpp"
#include "payments/domain/beginning.hpp"
#include "payments/domain/ledger.hpp"
#include "payments/domain/memo.hpp"
#include "payments/domain/table.hpp"

namespace payments {
namespace {

constexpr std::size_t kMostRows = 20'000;
constexpr std::size_t kColumn = 64;

/// What the carrier keeps of a parcel: its sum, where it writes one, else all it names. False: an amount that is none.
bool ReadFees(const NamedRow& row, std::optional<keel::Money>& fee) {
  const auto add = [&](const char* name) {
    if (row[name].empty()) return true;
    const auto amount = keel::text::ReadDong(row[name]);
    if (amount) fee = Sum(fee.value_or(keel::Money()), *amount);
    return amount.has_value();
  };
  if (!row["total_fee"].empty()) return add("total_fee");
  return add("fee") && add("cod_fee") && add("return_fee") && add("insurance_fee");
}

}  // namespace

std::vector<std::string> OrderNamesIn(const std::string& reference) {
  constexpr std::string_view kId = "ORD";
  constexpr std::size_t kLetters = 26;
  std::vector<std::string> names{reference};
  const auto text = MemoText(reference);
  if (text.starts_with(kId) && text.size() >= kId.size() + kLetters &&
      text.find_first_not_of("0123456789", kId.size() + kLetters) == text.npos)
    names.push_back("ord_" + text.substr(kId.size(), kLetters));
  else if (auto codes = FindOrderCodes(reference); codes.size() == 1)
    names.push_back(std::move(codes.front()));
  return names;
}

keel::Result<std::vector<CodRow>> ReadCodStatement(std::string_view csv) {
  const auto rows = ReadTable(
      csv,
      // Where the file has the carrier's number of the order and ours, the one that says so is ours.
      {{"order",
        {"client-order-code", "ma-don-khach-hang", "ma-don-kh", "ma-dh-shop", "ma-don-shop", "ma-don", "ma-don-hang",
         "order-code"}},
       // "Thu hộ" is what was to be collected, where the file also says what was.
       {"collected",
        {"cod-collected", "cod-da-thu", "da-thu", "tien-da-thu", "so-tien-da-thu", "tien-thu-ho", "so-tien-thu-ho",
         "tien-thu-ho-cod", "tien-cod", "so-tien-cod", "cod", "cod-amount"}},
       {"total_fee", {"tong-phi", "tong-cuoc", "tong-phi-dich-vu"}, false},
       {"fee", {"phi", "cuoc", "phi-dich-vu", "cuoc-phi", "phi-van-chuyen", "service-fee", "shipping-fee"}, false},
       {"cod_fee", {"phi-thu-ho", "phi-cod"}, false},
       {"return_fee", {"phi-hoan", "phi-chuyen-hoan", "phi-hoan-hang"}, false},
       {"insurance_fee", {"phi-bao-hiem", "phi-khai-gia", "insurance"}, false},
       {"tracking",
        {"ma-van-don", "ma-phieu-gui", "ma-buu-gui", "tracking-number", "tracking-code", "order-code-carrier"},
        false}},
      kMostRows);
  if (!rows) return rows.error();
  std::vector<CodRow> read;
  for (const auto& row : *rows) {
    CodRow one{.line = row.line,
               .tracking = Beginning(row["tracking"], kColumn),
               .reference = Beginning(row["order"], kColumn),
               .collected = keel::text::ReadDong(row["collected"])};
    const bool fees_read = ReadFees(row, one.fee);
    one.readable = !row.broken && one.collected && fees_read;
    read.push_back(std::move(one));
  }
  return read;
}

}  // namespace payments
