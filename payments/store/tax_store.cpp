#include "payments/store/tax_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO tax_lines (period, party_id, party_kind, order_id, subject, kind, bucket, base_vnd, vat_vnd, pit_vnd, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

}  // namespace

void TaxStore::Add(const TaxLine& line) {
  session_.Execute(kAdd, {line.period.text(), line.party.text(), line.party_kind, line.order.text(), line.subject,
                          line.kind, line.bucket, line.base, line.vat, line.pit, line.at});
}

}  // namespace payments
