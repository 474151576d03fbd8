#pragma once
#include <optional>
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/payee_store.hpp"
#include "payments/store/payout_store.hpp"
#include "payments/store/seller_store.hpp"

/// What a seller reads about money: the statement, the payouts, the account it goes to.
namespace payments {

/// One line; each names its order. amount: what it put to the account, below zero for what left it.
struct StatementLine {
  keel::Instant at{};
  std::string kind;  ///< sale, return, adjustment, repayment, repayment-undone, earlier-payout, payout, payout-bounced.
  std::string order_id, order_code, payout_id, bank_reference;
  Net parts;
  keel::Money amount, balance;  ///< balance: after this line.
};
struct Statement {
  keel::Money opening, closing, sold, taken_back, paid_out;
  keel::Money repaid;  ///< By the seller; opening + sold + taken_back + paid_out + repaid is closing.
  std::vector<StatementLine> lines;
};
/// Of [from, to). opening plus all lines is closing.
Statement StatementOf(const Desk& desk, const PartyId& party, keel::Instant from, keel::Instant to);

struct PayoutView {
  PayoutRow payout;
  std::vector<PayoutLineRow> lines;
};
/// Errors: kNotFound "payout-not-found".
keel::Result<PayoutView> OnePayout(const Desk& desk, const PayoutId& id);
std::vector<PayoutRow> PayoutsOf(const Desk& desk, const PartyId& party);

struct BatchView {
  BatchRow batch;
  std::vector<PayoutRow> payouts;
};
/// Errors: kNotFound "payout-batch-not-found".
keel::Result<BatchView> OneBatch(const Desk& desk, const PayoutBatchId& id);
std::vector<BatchRow> PayoutBatches(const Desk& desk, const std::optional<std::string>& before, std::size_t limit);

/// Empty when the seller has given none.
std::optional<Payee> PayeeOf(const Desk& desk, const PartyId& party);
/// Errors: kInvalid "field-unknown-value" (bank_bin), "field-account-wrong", "field-tax-id-wrong"; kConflict
/// "changed-meanwhile".
keel::Result<Payee> SavePayee(keel::sql::Transaction& transaction, const Desk& desk, const PartyId& party,
                              const Payee& payee, const std::string& by);

/// A clerk of one of these cooperatives may read what its member receives.
bool IsMemberOf(const Desk& desk, const std::vector<std::string>& cooperatives, const PartyId& party);
void FollowMember(keel::sql::Transaction& transaction, const std::string& cooperative, const std::string& party,
                  bool active);

}  // namespace payments
