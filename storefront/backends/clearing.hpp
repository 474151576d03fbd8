#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// Refunds through payment providers and their files of a day, as the market's office sees them. Free functions over
/// the Asker of payments; safe from several threads. Callers carry the operator's token.
namespace storefront::backends {

struct RefundRow {
  std::string id, intent_id, provider, state, code, number, payment_number;
  keel::Money amount;
  bool whole = false;
  std::int64_t tries = 0;
  keel::Instant created_at{}, due_at{};
};
Got<Listing<RefundRow>> RefundsIn(const Asker& payments, const Caller& caller, const std::string& state,
                                  const std::string& cursor);
/// Needs caller.idempotency_key.
Got<Nothing> RetryRefund(const Asker& payments, const Caller& caller, const std::string& refund_id);

/// An operator's bank sent it. Needs caller.idempotency_key.
Got<Nothing> RecordRefund(const Asker& payments, const Caller& caller, const std::string& intent_id,
                          const std::string& bank_reference);

struct DayFinding {
  std::string fault, key, number;
  bool refund = false, asked = false;
  keel::Money theirs, ours;
};
struct DayRow {
  std::string id, provider, day;
  std::int64_t payments = 0, refunds = 0, found = 0;
  keel::Money paid, refunded;
  keel::Instant at{};
  std::vector<DayFinding> findings;  ///< Only of one that is asked for by its id.
};
Got<Listing<DayRow>> ReconciledDays(const Asker& payments, const Caller& caller, const std::string& cursor);
Got<DayRow> ReconciledDay(const Asker& payments, const Caller& caller, const std::string& id);
/// Needs caller.idempotency_key. `file`: the provider's, as it is.
Got<DayRow> Reconcile(const Asker& payments, const Caller& caller, const std::string& provider, const std::string& day,
                      std::string file);

}  // namespace storefront::backends
