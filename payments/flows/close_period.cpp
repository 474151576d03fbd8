#include "payments/flows/close_period.hpp"

#include "payments/store/ledger_store.hpp"

namespace payments {

keel::Result<keel::Done> ClosePeriod(keel::sql::Transaction& transaction, const Desk& desk, const Month& month,
                                     const std::string& by) {
  const auto now = desk.clock.Now();
  if (month.End() > now)
    return keel::Error{keel::Kind::kConflict, "period-not-over", "That month is not over.", month.text()};
  LedgerStore ledger(transaction.session());
  // The gate first: whoever books waits, so that what is verified is what is closed.
  if (auto closed = ledger.Close(month, by, now); !closed) return closed;
  if (const auto found = ledger.Verify(); !found.empty())
    return keel::Error{keel::Kind::kConflict, "ledger-not-in-order", "Rows of the ledger do not add up.",
                       std::to_string(found.size())};
  return keel::Done{};
}

}  // namespace payments
