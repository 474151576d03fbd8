#pragma once
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// What one entry put to a seller's account, or took from it.
struct SellerItem {
  std::int64_t id = 0;
  PartyId party;
  OrderId order;
  std::string kind;     ///< "sale", "return", "adjustment", "earlier-payout" (before statements named orders).
  std::string subject;  ///< Of the entry.
  keel::Money amount;   ///< Below zero: taken back.
  keel::Money paid;     ///< The part of it that stands in payouts.
  keel::Instant at{}, ready_at{};
};

/// Sellers' items as rows; no rules. Lives as long as its session.
class SellerStore {
 public:
  explicit SellerStore(keel::sql::Session& session) : session_(session) {}
  /// Nothing where the amount is zero.
  void Add(const SellerItem& item);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
