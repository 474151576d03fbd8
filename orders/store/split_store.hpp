#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/split.hpp"

namespace orders {

/// Orders sent in parts, as rows: the split, both orders and their lines are written together. Holds no rules. Throws
/// keel::sql::Fault on database faults.
class SplitStore {
 public:
  explicit SplitStore(keel::sql::Session& session) : session_(session) {}

  struct Row {
    SplitId id;
    keel::Money post;  ///< What the second parcel costs; its shop bears it.
    bool post_estimated = false;
  };
  /// Saves what is left of the order, makes the one that follows with its lines and the moves it shares with the first,
  /// and gives it the cooperative that acts for the shop and what the scales said of lines that moved whole. `order` is
  /// as it was read; split.follow has its own id and code. Answers both as they are now. Errors: kRaced "order-changed"
  /// if somebody saved the order since, "order-code-taken".
  struct Both {
    Order now, follow;
  };
  keel::Result<Both> Save(const Order& order, const Split& split, const Row& row, const Actor& by, keel::Instant at);

  /// Which order this one follows, and what its parcel costs the shop.
  struct Before {
    OrderLink order;
    keel::Money post;
  };
  std::optional<Before> FollowsOf(const OrderId& id);
  /// The orders that follow this one, oldest first.
  std::vector<OrderLink> FollowedBy(const OrderId& id);
  /// Of these orders those that follow another: id → code of the other.
  std::map<std::string, std::string> CodesFollowed(const std::vector<std::string>& ids);
  /// With which part of what was one order this one's freight goes when it is cancelled; empty where it has none,
  /// cannot be cancelled any more, or no part may take it.
  std::optional<OrderLink> FreightHeir(const Order& order);
  /// Freight goes from one part to another, both as they were read, and `to`'s shop bears `post` of its parcel from now
  /// on. Answers both as they are now. Errors: kRaced "order-changed".
  struct Freight {
    Order from, to;
  };
  keel::Result<Freight> MoveFreight(const Order& from, const Order& to, keel::Money freight, keel::Money post,
                                    const Actor& by, keel::Instant at);
  /// Whether members' goods were shared out for the order.
  bool IsFilled(const OrderId& id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
