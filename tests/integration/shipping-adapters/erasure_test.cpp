// Whom a parcel went to is forgotten once it is at the end of its way.
#include <gmock/gmock.h>

#include "shipping-adapters/flows/forget_receivers.hpp"
#include "shipping-adapters/store/sealed_ends.hpp"
#include "tests/integration/shipping-adapters/world.hpp"

namespace shipping {
namespace {

class ForgettingReceiversOf : public Story {
 protected:
  const std::string purchase_ = "pur_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  void Asked(const std::string& order) {
    for (int i = 0; i < 2; ++i)  // Orders' event may come twice.
      ASSERT_TRUE(keel::sql::RunInTransaction(town.pool(),
                                              [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
                                                FollowErasing(transaction, {purchase_, {order}}, town.clock.Now());
                                                return keel::Done{};
                                              }));
  }
  int Forget() { return ForgetReceivers(town.pool(), town.key, town.clock); }
};

TEST_P(ForgettingReceiversOf, WaitsForTheParcelAndLeavesTheSender) {
  Pack();
  ASSERT_EQ(Book(), 1);
  const auto before = OpenEnds(town.key, Row().sealed_ends);
  ASSERT_FALSE(before.to.name.empty());
  Asked(order_id);
  EXPECT_EQ(Forget(), 0) << "it is on its way";
  EXPECT_EQ(OpenEnds(town.key, Row().sealed_ends).to.name, before.to.name);
  town.pool().Take()->Execute("UPDATE shipments SET state = 'delivered', is_open = 0 WHERE order_id = ?", {order_id});
  town.pool().Take()->Execute("UPDATE shipment_events SET note = 'giao cho anh Páo'");
  EXPECT_EQ(Forget(), 1);
  EXPECT_EQ(Forget(), 0);
  const auto after = OpenEnds(town.key, Row().sealed_ends);
  EXPECT_EQ(after.to.name + after.to.phone + after.to.line, "");
  EXPECT_EQ(after.to.commune_code, before.to.commune_code) << "the commune stays";
  EXPECT_EQ(after.from.name, before.from.name);
  EXPECT_EQ(after.from.phone, before.from.phone);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM shipment_events WHERE note <> ''"), 0);
  const auto told = Events("purchase.parcels-erased");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].body["purchase_id"], purchase_);
}

TEST_P(ForgettingReceiversOf, OfAnOrderWithoutAParcelIsDoneAtOnceAndTouchesNoOther) {
  Pack();
  ASSERT_EQ(Book(), 1);
  const auto sealed = Row().sealed_ends;
  Asked(keel::Id<ShipmentTag>::New(town.clock.Now()).text());
  EXPECT_EQ(Forget(), 1);
  EXPECT_EQ(Row().sealed_ends, sealed);
}

INSTANTIATE_TEST_SUITE_P(Carriers, ForgettingReceiversOf, BothCarriers());

}  // namespace
}  // namespace shipping
