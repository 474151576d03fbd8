#include "payments/domain/cod_statement.hpp"

#include "keel/text/number.hpp"
#include "payments/domain/beginning.hpp"
#include "payments/domain/table.hpp"

namespace payments {
namespace {

constexpr std::size_t kMostRows = 20'000;
constexpr std::size_t kColumn = 64;

}  // namespace

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
