#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/intent.hpp"
#include "payments/domain/order_money.hpp"
#include "payments/domain/order_word.hpp"

namespace payments {

/// A move that was told and not applied, or is to be remembered.
struct MoveRow {
  OrderMove move;
  std::string carrier;
  keel::Instant at{};
};

struct Collection {
  OrderId order;
  std::string shipment_id, carrier;
  keel::Money collected;
  keel::Instant at{};
};

/// An order's money with what its carrier says it collected, and its intent's phase.
struct OrderView {
  OrderMoney order;
  std::optional<keel::Money> collected;
  std::optional<keel::Instant> collected_at;
  IntentPhase phase;
};

/// A change of an order's money, for its cause.
struct AdjustmentRow {
  AdjustmentId id;
  OrderId order;
  std::string kind;  ///< "amended", "refunded"; "early": a refund told before its order was delivered.
  std::string cause, cause_id, outcome;
  keel::Money refund;
  OrderMoney before, after;
  keel::Instant at{};
};

/// The money of orders as rows; no rules. `Lock` and `List` leave terms.lines empty: their sums are frozen with the
/// order.
class OrderMoneyStore {
 public:
  explicit OrderMoneyStore(keel::sql::Session& session) : session_(session) {}
  void AddAll(const std::vector<OrderMoney>& orders);  ///< With the lines of their terms.
  std::optional<OrderMoney> Lock(const OrderId& id);
  std::vector<OrderMoney> OfIntent(const IntentId& id);  ///< By order id.
  std::vector<OrderMoney> OfPurchase(const PurchaseId& id);
  std::optional<IntentId> IntentOfCode(const std::string& order_code);  ///< Empty for no order's, or several orders'.
  /// Newest change first.
  std::vector<OrderView> OfParty(const std::string& party_id, std::size_t limit);
  /// Cash of this carrier not yet remitted, oldest first; locked.
  std::vector<OrderMoney> LockUnremitted(const std::string& carrier);
  /// Cash that counts as remitted since just then, by no statement; locked.
  std::vector<OrderMoney> LockRemittedAt(const std::string& carrier, keel::Instant at);
  /// Errors: kRaced "order-money-changed".
  keel::Result<keel::Done> Save(const OrderMoney& order);
  /// The frozen lines that Lock leaves out.
  std::vector<Terms::Line> LinesOf(const OrderId& id);
  /// An order whose amounts changed, with its lines; their rates never do. Errors: kRaced "order-money-changed".
  keel::Result<keel::Done> SaveTerms(const OrderMoney& order);
  /// Keeps a move, once an order; that it was applied is never forgotten again.
  void RememberMove(const OrderId& id, OrderMove move, const std::string& carrier, keel::Instant at, bool applied,
                    std::string_view why);
  std::set<std::string> WithEarlyMoves(const std::vector<std::string>& order_ids);  ///< Those of them that have some.
  std::vector<MoveRow> EarlyMoves(const OrderId& id);  ///< Told before the order was known, by time.
  /// Goods of the order went back, and what they cost was booked as a refund of its own amount.
  bool WasRefunded(const OrderId& id);
  /// order.refund-due for this return or dispute was dealt with, however.
  bool KnowsRefund(const OrderId& id, const std::string& cause_id);
  /// Refunds that were told before their order was delivered, and wait for it.
  struct EarlyRefund {
    std::string cause, cause_id;
    keel::Money amount;
    keel::Instant at{};
  };
  std::vector<EarlyRefund> EarlyRefunds(const OrderId& id);
  std::optional<OrderView> View(const OrderId& id);
  /// Those with ids in (after, upto], by id.
  std::vector<BookedOrder> Booked(const std::string& after, const std::string& upto);
  /// False when this cause was dealt with before.
  bool AddAdjustment(const AdjustmentRow& row);
  void RememberCollection(const Collection& collection);  ///< Once an order; the first word stands.
  struct Held {
    std::string by;  ///< "carrier ghn", "market", "buyer".
    keel::Money amount;
    std::optional<keel::Instant> since;  ///< The oldest delivery among them; empty: not delivered yet.
  };
  /// Where the party's net money is that was not paid out: see docs/money.md.
  std::vector<Held> HeldFor(const std::string& party_id);
  /// Settled orders placed in [from, to) with their lines, oldest first, at most `limit`; empty `party_id`: of all
  /// sellers.
  std::vector<OrderMoney> SettledBetween(const std::string& party_id, keel::Instant from, keel::Instant to,
                                         std::size_t limit);
  keel::Money PaidOut(const std::string& party_id);
  /// COD orders settled whose carrier reports another sum than the order's total.
  std::vector<OrderView> CollectedDifferently(std::size_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
