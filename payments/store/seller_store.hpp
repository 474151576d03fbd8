#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/allocation.hpp"
#include "payments/domain/commission.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// Kinds of items that are no order's own doing: what the seller paid back of what he owed for it, and that undone.
inline constexpr std::string_view kRepaymentItem = "repayment", kRepaymentUndoneItem = "repayment-undone";

/// What one entry put to a seller's account, or took from it.
struct SellerItem {
  std::int64_t id = 0;
  PartyId party;
  OrderId order;
  std::string kind;     ///< "sale", "return", "adjustment", "repayment", "repayment-undone", "earlier-payout" (before
                        ///< statements named orders).
  std::string subject;  ///< Of the entry.
  keel::Money amount;   ///< Below zero: taken back.
  Net parts;            ///< What it is made of, where the market holds the money: parts.net is the amount.
  keel::Instant at{}, ready_at{};
  std::string order_code = {};  ///< When read.
};

/// One seller in the round of payouts.
struct ReadyRow {
  PartyId party;
  keel::Money ready, waiting;  ///< To be paid now; in its window or still with a carrier.
  bool has_payee = false;
  keel::Money held = {};  ///< Of orders with an open return or dispute; all while a transfer is in doubt.
  bool refused = false;   ///< A payout came back from the account; it is left out.
};

/// Sellers' items as rows; no rules. An item is ready once its order's window is over and, for cash the market is to
/// get, once the carrier has paid it over; never while a return or dispute of the order is open, nor while
/// another transfer to the seller was told of that nobody decided. Lives as long as its
/// session.
class SellerStore {
 public:
  explicit SellerStore(keel::sql::Session& session) : session_(session) {}
  /// Nothing where the amount is zero.
  void Add(const SellerItem& item);
  /// Sellers with anything not paid, by id.
  std::vector<ReadyRow> Ready(keel::Instant now);
  /// What is ready of the seller, oldest first; locked.
  std::vector<Payable> LockPayable(const PartyId& party, keel::Instant now);
  void AddPaid(std::int64_t item, keel::Money amount);
  /// Items of [from, to), oldest first.
  std::vector<SellerItem> Between(const PartyId& party, keel::Instant from, keel::Instant to);
  keel::Money SumBefore(const PartyId& party, keel::Instant moment);

  struct Owed {
    OrderId order;
    keel::Money amount;  ///< Above zero.
  };
  /// Orders by which the seller owes something, oldest first.
  std::vector<Owed> OwedByOrder(const PartyId& party);
  /// The items that one subject made.
  std::vector<SellerItem> OfSubject(std::string_view kind, const std::string& subject);
  keel::Money Repaid(const PartyId& party);

  /// Cooperatives' members, as accounts tells.
  void FollowMember(const std::string& cooperative, const std::string& party, bool active);
  bool IsMember(const std::string& cooperative, const std::string& party);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
