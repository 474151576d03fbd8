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

/// A purchase was placed: freezes each order's commission, opens one intent per way of paying, and applies moves that
/// were told before. Repeating it does nothing. Errors: kInvalid "order-does-not-add-up", "payment-method-unknown";
/// those of TermsOf. All mean the event cannot be applied, and stop the feed: money must not be guessed.
keel::Result<keel::Done> OpenPurchase(keel::sql::Transaction& transaction, const Desk& desk,
                                      const PlacedPurchase& purchase);

}  // namespace payments
