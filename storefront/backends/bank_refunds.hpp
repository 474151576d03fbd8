#pragma once
#include <optional>
#include <string>
#include <vector>

#include "storefront/backends/settlement.hpp"

/// Refunds that the market's bank sends, and where they go; their rounds are bank_rounds.hpp's. Free functions over the
/// Asker of payments; safe from several threads.
namespace storefront::backends {

struct OwedRefund {
  std::string intent_id, purchase_id, method, order_codes;
  keel::Money amount;
  std::string bank_name, account_masked, holder, source;  ///< Empty while nobody knows where to.
};
Got<std::vector<OwedRefund>> OwedRefunds(const Asker& payments, const Caller& caller);

/// What is paid that way at once: no less and no more; nothing where it has no such bound.
struct OfferedMethod {
  std::string code;
  std::optional<keel::Money> least = {}, most = {};
  bool Takes(keel::Money amount) const { return (!least || amount >= *least) && (!most || amount <= *most); }
};
/// The ways of paying for a cart with goods of these sellers. `direct`: buyers pay each seller straight.
struct OfferedMethods {
  std::vector<OfferedMethod> methods;
  bool direct = false;
};
Got<OfferedMethods> MethodsFor(const Asker& payments, const Caller& caller, const std::vector<std::string>& sellers);

struct RefundAccountWish {
  std::string bank_bin, account, holder;
};
Got<Nothing> SetRefundAccount(const Asker& payments, const Caller& caller, const std::string& purchase,
                              const RefundAccountWish& wish);

}  // namespace storefront::backends
