#pragma once
#include <gtest/gtest.h>

#include "orders/flows/fill_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "tests/integration/orders/house.hpp"

/// A cooperative "coop" with its own plums, and its members.
namespace orders::test {

inline keel::auth::Principal Clerk() {
  auto who = OwnerOf("coop");
  who.memberships.front().kind = "cooperative";
  return who;
}

/// A cooperative with its own plums, and members who have so many each.
inline void Cooperative(House& house, const std::vector<std::pair<std::string, std::int64_t>>& members) {
  auto own = house.Offered("coopplum", "coop", 40'000, 0);
  own.party_kind = "cooperative";
  own.version = 2;
  house.Tell(own);
  for (const auto& [name, has] : members) {
    house.Offered(name, name, 38'000, has);
    ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) -> keel::Result<keel::Done> {
      FollowMember(t, PartyIdOf("coop"), PartyIdOf(name), true);
      return SetSupply(t, house.context(), Clerk(), VariantId("coopplum"), VariantId(name), true);
    }));
    house.clock().Advance(std::chrono::seconds(1));
  }
}

inline keel::Result<WholeFill> Opened(House& house, std::int64_t wanted, FillRule rule) {
  house.clock().Advance(std::chrono::seconds(1));
  return house.Do([&](keel::sql::Transaction& t) {
    return OpenFill(t, house.context(), Clerk(), {VariantId("coopplum"), wanted, rule, "bếp ăn trường học"});
  });
}

inline keel::Result<WholeFill> Received(House& house, const WholeFill& fill, std::int64_t round, std::int64_t position,
                                        std::int64_t pieces) {
  return house.Do([&](keel::sql::Transaction& t) {
    return ReceivePart(t, house.context(), Clerk(), fill.fill.id.text(), round, position, pieces, "");
  });
}

/// An order of the cooperative's own plums that it said yes to.
inline Order Accepted(House& house, std::int64_t quantity) {
  const auto order = house.Placed("coopplum", quantity);
  EXPECT_TRUE(house.Do([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), Clerk(), order.id); }));
  return order;
}

inline keel::Result<WholeFill> OpenedFor(House& house, const Order& order, std::int64_t wanted) {
  return house.Do([&](keel::sql::Transaction& t) {
    return OpenFill(t, house.context(), Clerk(),
                    {VariantId("coopplum"), wanted, FillRule::kProRata, "", order.code.text()});
  });
}

inline std::vector<std::int64_t> Given(const WholeFill& fill, std::int64_t round) {
  std::vector<std::int64_t> given;
  for (const FillPart& part : fill.parts)
    if (part.round == round) given.push_back(part.given);
  return given;
}

}  // namespace orders::test
