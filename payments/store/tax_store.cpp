#include "payments/store/tax_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO tax_lines (period, party_id, party_kind, order_id, subject, kind, bucket, base_vnd, vat_vnd, pit_vnd, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

// Households, whatever their rate, and whoever else a rule withholds from.
#define PAYMENTS_WITHHELD_FROM "(t.party_kind = 'household' OR t.vat_vnd <> 0 OR t.pit_vnd <> 0) "
constexpr std::string_view kMonths = R"sql(
  SELECT t.period, COUNT(DISTINCT t.party_id), CAST(SUM(t.base_vnd) AS SIGNED), CAST(SUM(t.vat_vnd) AS SIGNED), CAST(SUM(t.pit_vnd) AS SIGNED),
    p.at, COALESCE(p.bank_reference, ''), COALESCE(p.vat_vnd, 0), COALESCE(p.pit_vnd, 0)
  FROM tax_lines t LEFT JOIN tax_payments p ON p.period = t.period WHERE )sql" PAYMENTS_WITHHELD_FROM
                                     "GROUP BY t.period ORDER BY t.period";
constexpr std::string_view kDeclaration = R"sql(
  SELECT party_id, MAX(party_kind), bucket, COUNT(DISTINCT order_id), CAST(SUM(IF(kind = 'withheld', base_vnd, 0)) AS SIGNED),
    CAST(SUM(IF(kind = 'offset', base_vnd, 0)) AS SIGNED), CAST(SUM(vat_vnd) AS SIGNED), CAST(SUM(pit_vnd) AS SIGNED)
  FROM tax_lines t WHERE period = ? AND )sql" PAYMENTS_WITHHELD_FROM
                                          "GROUP BY party_id, bucket ORDER BY party_id, bucket";
#undef PAYMENTS_WITHHELD_FROM
constexpr std::string_view kYear = R"sql(
  SELECT period, 1, CAST(SUM(base_vnd) AS SIGNED), CAST(SUM(vat_vnd) AS SIGNED), CAST(SUM(pit_vnd) AS SIGNED), NULL, '', 0, 0
  FROM tax_lines WHERE party_id = ? AND period >= ? AND period <= ? GROUP BY period ORDER BY period)sql";
constexpr std::string_view kAddPayment =
    "INSERT IGNORE INTO tax_payments (period, vat_vnd, pit_vnd, bank_reference, by_account, at) VALUES (?, ?, ?, ?, ?, "
    "?)";

TaxMonth ReadMonth(const keel::sql::Rows& row) {
  return {
      Month::FromRow(row.Text(0)), row.Int(1), row.Dong(2), row.Dong(3), row.Dong(4), row.MaybeAt(5), row.Text(6), {},
      {row.Dong(7), row.Dong(8)}};
}

}  // namespace

std::vector<TaxMonth> TaxStore::Months() {
  std::vector<TaxMonth> months;
  for (auto rows = session_.Query(kMonths); rows.Next();) months.push_back(ReadMonth(rows));
  return months;
}

std::vector<DeclarationRow> TaxStore::Declaration(const Month& month) {
  std::vector<DeclarationRow> declared;
  for (auto rows = session_.Query(kDeclaration, {month.text()}); rows.Next();)
    declared.push_back({PartyId::FromRow(rows.Text(0)), rows.Text(1), rows.Text(2), rows.Int(3), rows.Dong(4),
                        rows.Dong(5), rows.Dong(6), rows.Dong(7)});
  return declared;
}

std::vector<TaxMonth> TaxStore::YearOf(const PartyId& party, int year) {
  std::vector<TaxMonth> months;
  const auto text = std::to_string(year);
  for (auto rows = session_.Query(kYear, {party.text(), text + "-01", text + "-12"}); rows.Next();)
    months.push_back(ReadMonth(rows));
  return months;
}

keel::Result<keel::Done> TaxStore::AddPayment(const TaxMonth& month, const std::string& by, keel::Instant at) {
  if (session_.Execute(kAddPayment, {month.month.text(), month.due.vat, month.due.pit, month.bank_reference, by, at}) ==
      1)
    return keel::Done{};
  return keel::Error{keel::Kind::kConflict, "tax-paid-already", "The tax of that month was paid already.",
                     month.month.text()};
}

void TaxStore::Add(const TaxLine& line) {
  session_.Execute(kAdd, {line.period.text(), line.party.text(), line.party_kind, line.order.text(), line.subject,
                          line.kind, line.bucket, line.base, line.vat, line.pit, line.at});
}

}  // namespace payments
