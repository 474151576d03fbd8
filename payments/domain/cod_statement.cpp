#include "payments/domain/cod_statement.hpp"

#include "keel/text/number.hpp"
#include "payments/domain/beginning.hpp"
#include "payments/domain/memo.hpp"
#include "payments/domain/table.hpp"

namespace payments {
namespace {

constexpr std::size_t kMostRows = 20'000;
constexpr std::size_t kColumn = 64;

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
  const auto rows =
      ReadTable(csv,
                {{"order", {"ma-don", "ma-don-hang", "ma-don-khach-hang", "client-order-code", "order-code"}},
                 {"collected", {"tien-thu-ho", "da-thu", "cod", "cod-da-thu", "cod-collected", "so-tien-thu-ho"}},
                 {"fee", {"phi", "cuoc", "phi-dich-vu", "tong-phi", "service-fee"}, false},
                 {"tracking", {"ma-van-don", "tracking-number", "order-code-carrier"}, false}},
                kMostRows);
  if (!rows) return rows.error();
  std::vector<CodRow> read;
  for (const auto& row : *rows) {
    CodRow one{.line = row.line,
               .tracking = Beginning(row["tracking"], kColumn),
               .reference = Beginning(row["order"], kColumn),
               .collected = keel::text::ReadDong(row["collected"]),
               .fee = keel::text::ReadDong(row["fee"])};
    one.readable = !row.broken && one.collected && (one.fee || row["fee"].empty());
    read.push_back(std::move(one));
  }
  return read;
}

}  // namespace payments
