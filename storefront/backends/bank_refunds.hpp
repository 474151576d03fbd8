#pragma once
#include <string>
#include <vector>

#include "storefront/backends/settlement.hpp"

/// Refunds that the market's bank sends: where they go, rounds of them, what the bank answers. Free functions over the
/// Asker of payments; safe from several threads.
namespace storefront::backends {

struct OwedRefund {
  std::string intent_id, purchase_id, method, order_codes;
  keel::Money amount;
  std::string bank_name, account_masked, holder, source;  ///< Empty while nobody knows where to.
};
Got<std::vector<OwedRefund>> OwedRefunds(const Asker& payments, const Caller& caller);
/// A round as Batch, its refunds as payouts. Its id. Needs caller.idempotency_key.
Got<std::string> MakeRefundBatch(const Asker& payments, const Caller& caller);
Got<Listing<Batch>> RefundBatches(const Asker& payments, const Caller& caller, const std::string& cursor);
Got<Batch> OneRefundBatch(const Asker& payments, const Caller& caller, const std::string& id);
/// `ending`: "csv" or "xlsx".
Got<std::string> RefundFile(const Asker& payments, const Caller& caller, const std::string& id,
                            const std::string& ending);
Got<std::string> RefundQr(const Asker& payments, const Caller& caller, const std::string& refund);
Got<std::vector<BankAnswer>> SendRefundAnswer(const Asker& payments, const Caller& caller, const std::string& batch,
                                              std::string csv);
Got<Nothing> ConfirmRefund(const Asker& payments, const Caller& caller, const std::string& refund,
                           const std::string& bank_reference);
Got<Nothing> BounceRefund(const Asker& payments, const Caller& caller, const std::string& refund,
                          const std::string& reason);

/// Where a purchase's refunds by bank go, as its page shows it; empty while nobody knows. And which of its payments go
/// straight to a seller.
struct RefundPlace {
  std::string bank_name, account_masked;
  std::vector<std::string> straight_to_sellers;  ///< Ids of intents.
  bool IsStraight(const std::string& intent) const;
};
Got<RefundPlace> RefundPlaceOf(const Asker& payments, const Caller& caller, const std::string& purchase);

/// The ways of paying for a cart with goods of these sellers. `direct`: buyers pay each seller straight.
struct OfferedMethods {
  std::vector<std::string> codes;
  bool direct = false;
};
Got<OfferedMethods> MethodsFor(const Asker& payments, const Caller& caller, const std::vector<std::string>& sellers);

struct RefundAccountWish {
  std::string phone;  ///< The buyer's; empty where an operator asks.
  std::string bank_bin, account, holder;
};
Got<Nothing> SetRefundAccount(const Asker& payments, const Caller& caller, const std::string& purchase,
                              const RefundAccountWish& wish);

}  // namespace storefront::backends
