#pragma once
#include <string>
#include <vector>

#include "payments/domain/commission.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

struct PlacedOrder {
  OrderId id;
  PartyId party;
  std::string code, shop_id, party_kind, method, carrier, service;
  std::vector<CategoryTotal> categories;
  keel::Money goods, freight, total;
  std::string channel = {};  ///< Where it was sold; empty: on this market's own pages.
};

struct PlacedPurchase {
  PurchaseId id;
  keel::Instant placed_at{};
  std::vector<PlacedOrder> orders;
};

/// Purchases were placed: freezes each order's commission, opens one intent per way of paying, and applies moves that
/// were told before. Repeating it does nothing. The number of statements does not grow with that of the purchases.
/// Errors: kInvalid "order-does-not-add-up", "payment-method-unknown"; those of TermsOf. All mean that one of the
/// events cannot be applied, and stop the feed there: money must not be guessed. kRaced "reference-taken": draw again.
keel::Result<keel::Done> OpenPurchases(keel::sql::Transaction& transaction, const Desk& desk,
                                       const std::vector<PlacedPurchase>& purchases);

}  // namespace payments
