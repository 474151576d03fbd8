#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// A transfer that goes from the buyer straight to the seller: what the seller has to say about it.
struct DirectSale {
  OrderId order;
  IntentId intent;
  std::string order_code, reference;
  keel::Money awaited;    ///< Still to come, as far as we were told.
  keel::Money owed_back;  ///< The seller has it and owes it to the buyer.
};

/// Direct sales as rows; no rules. Lives as long as its session.
class DirectStore {
 public:
  explicit DirectStore(keel::sql::Session& session) : session_(session) {}
  /// Those with something to say, oldest first.
  std::vector<DirectSale> OfParty(const PartyId& party);
  /// What of the payment the seller said to have received, or a feed of his account told of.
  keel::Money Confirmed(const IntentId& intent);
  /// The same, less what settled orders of the payment took of it: an order sent in parts is two of one payment.
  keel::Money WordLeft(const IntentId& intent);
  /// Whose account the payment goes to; empty: the market's.
  std::optional<PartyId> PayeeOf(const IntentId& intent);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
