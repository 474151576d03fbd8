#include "payments/flows/withheld_tax.hpp"

#include <algorithm>

#include "payments/flows/book.hpp"
#include "payments/store/ledger_store.hpp"

namespace payments {
namespace {

constexpr auto kDueAfter = std::chrono::days(20);
constexpr std::size_t kMonthsShown = 60;

/// What one tax of a month comes to after what months before left, and what it leaves.
keel::Money Carry(keel::Money& left, keel::Money withheld, keel::Money& due, bool paid) {
  const auto brought = left;
  const auto rest = Sum(left, withheld);
  if (!paid) due = std::max(rest, keel::Money());
  left = std::min(Difference(rest, due), keel::Money());
  return brought;
}

/// Oldest first: returns of a later month may come to more than is withheld in it, and are offset in the next ones.
std::vector<TaxMonth> Months(TaxStore& store) {
  auto months = store.Months();
  TaxAmounts left;
  for (auto& month : months) {
    month.brought.vat = Carry(left.vat, month.vat, month.due.vat, month.paid_at.has_value());
    month.brought.pit = Carry(left.pit, month.pit, month.due.pit, month.paid_at.has_value());
  }
  return months;
}

std::optional<TaxMonth> MonthIn(TaxStore& store, const Month& month) {
  for (auto& row : Months(store))
    if (row.month == month) return row;
  return std::nullopt;
}

}  // namespace

std::vector<TaxMonth> TaxMonths(const Desk& desk) {
  const auto session = desk.pool.Take();
  TaxStore store(*session);
  auto months = Months(store);
  std::ranges::reverse(months);
  if (months.size() > kMonthsShown) months.erase(months.begin() + kMonthsShown, months.end());
  return months;
}

Declaration DeclarationOf(const Desk& desk, const Month& month) {
  const auto session = desk.pool.Take();
  TaxStore store(*session);
  // The last moment of the twentieth.
  Declaration declaration{.month = month, .due_on = month.End() + kDueAfter - std::chrono::milliseconds(1)};
  for (const auto& period : LedgerStore(*session).Periods())
    if (period.period == month.text()) declaration.closed = period.closed_at.has_value();
  for (const auto& sums : store.Declaration(month)) {
    declaration.base = Sum(declaration.base, Sum(sums.gross, sums.offset));
    declaration.vat = Sum(declaration.vat, sums.vat);
    declaration.pit = Sum(declaration.pit, sums.pit);
    declaration.rows.push_back({sums, PayeeStore(*session).Find(sums.party, desk.seal)});
  }
  if (auto row = MonthIn(store, month)) {
    declaration.brought = row->brought;
    declaration.due = row->due;
    if (row->paid_at) declaration.paid = std::move(row);
  }
  return declaration;
}

keel::Result<TaxMonth> PayTax(keel::sql::Transaction& transaction, const Desk& desk, const Month& month,
                              const std::string& bank_reference, const std::string& by) {
  const auto now = desk.clock.Now();
  if (month.End() > now)
    return keel::Error{keel::Kind::kConflict, "period-not-over", "That month is not over.", month.text()};
  TaxStore store(transaction.session());
  auto row = MonthIn(store, month);
  if (!row || (!row->paid_at && Sum(row->due.vat, row->due.pit) <= keel::Money()))
    return keel::Error{keel::Kind::kConflict, "nothing-to-declare", "There is no tax to pay for that month.",
                       month.text()};
  if (row->paid_at)
    return keel::Error{keel::Kind::kConflict, "tax-paid-already", "The tax of that month was paid already.",
                       month.text()};
  // What is told later then counts in another month, and nothing is left unpaid in this one.
  const auto periods = LedgerStore(transaction.session()).Periods();
  if (!std::ranges::any_of(periods,
                           [&](const auto& period) { return period.period == month.text() && period.closed_at; }))
    return keel::Error{keel::Kind::kConflict, "period-not-closed", "The books of that month are still open.",
                       month.text()};
  row->bank_reference = bank_reference;
  row->paid_at = now;
  if (auto added = store.AddPayment(*row, by, now); !added) return added.error();
  Book(transaction.session(),
       Entry::Make(EntryKind::kTaxPaid, month.text(),
                   {{Account::VatWithheld(), row->due.vat},
                    {Account::PitWithheld(), row->due.pit},
                    {Account::BankMarket(), Negated(Sum(row->due.vat, row->due.pit))}}),
       now);
  return std::move(*row);
}

TaxYear TaxYearOf(const Desk& desk, const PartyId& party, int year) {
  const auto session = desk.pool.Take();
  TaxYear whole{.year = year,
                .threshold = RulesStore(*session).ThresholdOf(year),
                .months = TaxStore(*session).YearOf(party, year),
                .payee = PayeeStore(*session).Find(party, desk.seal)};
  for (const auto& month : whole.months) {
    whole.revenue = Sum(whole.revenue, month.base);
    whole.vat = Sum(whole.vat, month.vat);
    whole.pit = Sum(whole.pit, month.pit);
  }
  whole.below = whole.threshold && whole.revenue <= whole.threshold->amount;
  return whole;
}

}  // namespace payments
