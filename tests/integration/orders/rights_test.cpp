#include <gtest/gtest.h>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/consign_order.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/list_orders.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/flows/take_over.hpp"
#include "orders/flows/track_order.hpp"
#include "orders/store/people_store.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;

struct Rights : testing::Test {
  Rights() {
    house.Offered("honey", "a", 100'000, 50);
    house.Offered("tea", "b", 50'000, 50);
  }
  House house;
  const keel::auth::Principal stranger = test::OwnerOf("b");
};

TEST_F(Rights, AnotherShopsOrderIsNotThere) {
  const auto order = house.Placed("honey", 1);
  const auto tried = [&](auto deed) {
    const auto result = keel::sql::RunInTransaction(house.pool(), deed);
    return result ? std::string("done") : std::string(result.error().code);
  };
  EXPECT_EQ(tried([&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), stranger, order.id); }),
            "order-not-found");
  EXPECT_EQ(tried([&](keel::sql::Transaction& t) { return PackOrder(t, house.context(), stranger, order.id, 1); }),
            "order-not-found");
  EXPECT_EQ(tried([&](keel::sql::Transaction& t) {
              return CancelByShop(t, house.context(), stranger, order.id, CancelReason::kOther);
            }),
            "order-not-found");
  const auto shown = ShowToSeller(house.context(), stranger, order.id);
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().kind, keel::Kind::kNotFound);
  EXPECT_EQ(house.Read(order.id).state, OrderState::kConfirmed);
}

TEST_F(Rights, AHelperOrMemberIsNotTheOwner) {
  const auto order = house.Placed("honey", 1);
  auto helper = test::OwnerOf("a");
  helper.memberships[0].role = "member";
  EXPECT_FALSE(ShowToSeller(house.context(), helper, order.id));
  helper.memberships[0].role = "clerk";
  EXPECT_TRUE(ShowToSeller(house.context(), helper, order.id));
}

TEST_F(Rights, AHelperSaysYesForTheShopAndNothingElse) {
  const auto order = house.Placed("honey", 1);
  auto helper = test::OwnerOf("a");
  const std::string party = helper.memberships[0].party_id;
  helper.memberships[0].role = "helper";
  helper.subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0HE";
  const auto list = [&](std::optional<OrderState> state) {
    return ListOrders(house.context(), helper, {.party_id = party}, state, "", 10);
  };
  ASSERT_TRUE(list(OrderState::kConfirmed));
  EXPECT_EQ(list(OrderState::kConfirmed)->orders.size(), 1U);
  EXPECT_FALSE(list({})) << "what waits for a yes, and no more";
  EXPECT_FALSE(list(OrderState::kDelivered));
  EXPECT_FALSE(ListOrders(house.context(), helper, {.shop_id = order.shop_id}, OrderState::kConfirmed, "", 10));
  EXPECT_FALSE(ShowToSeller(house.context(), helper, order.id)) << "nor who bought";
  const auto cancelled = keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return CancelByShop(t, house.context(), helper, order.id, CancelReason::kOther);
  });
  EXPECT_FALSE(cancelled);
  const auto accepted = keel::sql::RunInTransaction(
      house.pool(), [&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), helper, order.id); });
  ASSERT_TRUE(accepted) << accepted.error().code;
  const auto whole = ShowToSeller(house.context(), test::OwnerOf("a"), order.id);
  EXPECT_EQ(whole->history.back().why, "accepted-by-helper");
  EXPECT_EQ(whole->history.back().by, helper.subject) << "X for Y";
  const auto packed = keel::sql::RunInTransaction(
      house.pool(), [&](keel::sql::Transaction& t) { return PackOrder(t, house.context(), helper, order.id, 900); });
  EXPECT_FALSE(packed);
  auto other = helper;
  other.memberships[0].party_id = test::OwnerOf("b").memberships[0].party_id;
  const auto theirs = house.Placed("honey", 1);
  EXPECT_FALSE(keel::sql::RunInTransaction(
      house.pool(), [&](keel::sql::Transaction& t) { return AcceptOrder(t, house.context(), other, theirs.id); }));
}

TEST_F(Rights, TrackingNeedsTheRightPhone) {
  const auto order = house.Placed("honey", 1);
  const auto right = TrackOrder(house.context(), order.code, {*Phone::Parse("+84912345678"), std::nullopt});
  ASSERT_TRUE(right);
  EXPECT_EQ(right->delivery.buyer.name, "Giàng A Páo");
  EXPECT_EQ(right->delivery.address.hamlet, "thôn Na Áng");
  EXPECT_EQ(right->lines.size(), 1U);
  for (const BuyerProof& proof : {BuyerProof{*Phone::Parse("0912345679"), std::nullopt}, BuyerProof{},
                                  BuyerProof{std::nullopt, "acc_00000000000000000000000000"}}) {
    const auto wrong = TrackOrder(house.context(), order.code, proof);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "order-not-found");
    const auto cancelled = keel::sql::RunInTransaction(
        house.pool(), [&](keel::sql::Transaction& t) { return CancelByBuyer(t, house.context(), order.code, proof); });
    EXPECT_FALSE(cancelled);
  }
  const auto unknown =
      TrackOrder(house.context(), OrderCode::FromRow("CP-2222-222"), {*Phone::Parse("0912345678"), {}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "order-not-found");
}

TEST_F(Rights, AnAccountSeesItsOwnPurchases) {
  const std::string account = "acc_00000000000000000000000ME1";
  const auto mine = AccountCart(house.context(), account);
  const CartHolder holder{mine.cart.id, account};
  ASSERT_TRUE(keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return PutLine(t, house.context(), holder, test::VariantId("honey"), 1);
  }));
  EXPECT_FALSE(ShowCart(house.context(), {mine.cart.id, std::nullopt})) << "an account's cart needs the account";
  EXPECT_FALSE(ShowCart(house.context(), {mine.cart.id, "acc_00000000000000000000000YOU"}));
  auto checkout = house.CheckoutOf(mine.cart.id);
  EXPECT_EQ(house.Place(checkout, "key-00000001").status, 404) << "nobody else can place it";
  checkout.holder.account_id = account;
  const auto placed = house.Place(checkout, "key-00000001");
  ASSERT_EQ(placed.status, 201) << placed.body;
  const auto orders = OrdersOfAccount(house.context(), account, "", 10);
  ASSERT_EQ(orders.size(), 1U);
  EXPECT_TRUE(TrackOrder(house.context(), orders[0].code, {std::nullopt, account}));
  EXPECT_TRUE(OrdersOfAccount(house.context(), "acc_00000000000000000000000YOU", "", 10).empty());
}

TEST_F(Rights, ACooperativeSeesItsMembersOrdersAndNobodyElses) {
  const std::string cooperative = "pty_0000000000000000000000HTX1";
  keel::auth::Principal clerk;
  clerk.subject = "acc_000000000000000000000C1ERK";
  clerk.memberships.push_back({cooperative, "cooperative", "clerk"});
  house.Offered("rice", "c", 20'000, 50);
  const auto member = [&](const std::string& shop, bool active) {
    (void)keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) -> keel::Result<keel::Done> {
      FollowParty(t, {test::PartyIdOf(shop), "household", "Hộ " + shop, "verified", 1});
      FollowMember(t, cooperative, test::PartyIdOf(shop), active);
      return keel::Done{};
    });
  };
  member("a", true);
  member("b", true);
  house.Placed("honey", 1);
  house.Placed("tea", 1);
  house.Placed("tea", 2);
  house.Placed("rice", 1);

  auto page = ListOrders(house.context(), clerk, {"", "", cooperative, false}, std::nullopt, "", 10);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->orders.size(), 3U);
  const auto board = BoardOfCooperative(house.context(), clerk, cooperative);
  ASSERT_TRUE(board);
  EXPECT_EQ(board->sum.counts.at(OrderState::kConfirmed), 3);
  EXPECT_EQ(board->sum.open_goods.dong(), 100'000 + 50'000 + 100'000);
  EXPECT_TRUE(board->sum.oldest_waiting);
  ASSERT_EQ(board->rows.size(), 2U);
  EXPECT_EQ(board->rows[0].name, "Hộ a");
  EXPECT_EQ(board->rows[1].counts.at(OrderState::kConfirmed), 2);

  member("b", false);
  page = ListOrders(house.context(), clerk, {"", "", cooperative, false}, std::nullopt, "", 10);
  EXPECT_EQ(page->orders.size(), 1U) << "who left is no longer seen";
  EXPECT_FALSE(BoardOfCooperative(house.context(), stranger, cooperative));
  EXPECT_FALSE(ListOrders(house.context(), stranger, {"", "", cooperative, false}, std::nullopt, "", 10));
  EXPECT_FALSE(ListOrders(house.context(), clerk, {"", "", "", true}, std::nullopt, "", 10)) << "operators only";
}

TEST_F(Rights, WhatNobodyHasIsNotFoundByOperatorsEither) {
  auto who = test::OwnerOf("operator");
  who.memberships.clear();
  who.is_operator = true;
  const std::string nobody = "pty_0000000000000000000000N0NE", known = test::PartyIdOf("a");
  ASSERT_TRUE(house.Do([&](keel::sql::Transaction& t) {
    PeopleStore(t.session()).Save(Party{known, "household", "Hộ a", "active", 1});
    return keel::Result<keel::Done>(keel::Done{});
  }));
  const auto code = [](const auto& found) { return found ? std::string_view("found") : found.error().code; };
  for (const auto& [party, expected] : {std::pair(nobody, "party-not-found"), {known, "found"}}) {
    SCOPED_TRACE(party);
    EXPECT_EQ(code(ListOrders(house.context(), who, {"", party, "", false}, std::nullopt, "", 10)), expected);
    EXPECT_EQ(code(ListOrders(house.context(), who, {"", "", party, false}, std::nullopt, "", 10)), expected);
    EXPECT_EQ(code(BoardOfCooperative(house.context(), who, party)), expected);
    EXPECT_EQ(code(FillsOf(house.context(), who, party)), expected);
    EXPECT_EQ(code(PlacesOf(house.context(), who, party)), expected);
    EXPECT_EQ(code(WaitingForCooperative(house.context(), who, party)), expected);
  }
  EXPECT_EQ(code(BoardOfShop(house.context(), who, "sho_0000000000000000000000N0NE")), "shop-not-found");
  auto owner = test::OwnerOf("young");
  EXPECT_EQ(code(PlacesOf(house.context(), owner, test::PartyIdOf("young"))), "found")
      << "his own, before accounts' word of it was read";
}

TEST_F(Rights, ListsPageByIdNewestFirst) {
  std::vector<std::string> placed;
  for (int i = 0; i < 7; ++i) {
    house.clock().Advance(std::chrono::seconds(1));
    placed.push_back(house.Placed("honey", 1).id.text());
  }
  std::vector<std::string> seen;
  std::string next;
  do {
    const auto page = ListOrders(house.context(), test::OwnerOf("a"), {test::ShopIdOf("a"), "", "", false},
                                 OrderState::kConfirmed, next, 3);
    ASSERT_TRUE(page);
    for (const Order& order : page->orders) seen.push_back(order.id.text());
    next = page->next;
  } while (!next.empty());
  std::ranges::reverse(placed);
  EXPECT_EQ(seen, placed);
}

TEST_F(Rights, AConsignmentHoldsWhatACarrierNeeds) {
  const auto order = house.Placed("honey", 2);
  const AskContact ask = [](const std::string& party) -> keel::Result<Contact> {
    EXPECT_EQ(party, test::PartyIdOf("a"));
    return Contact{"Hộ a", "0987654321"};
  };
  const auto consignment = ConsignOrder(house.context(), ask, order.id);
  ASSERT_TRUE(consignment);
  EXPECT_EQ(consignment->cod_amount, order.total);
  EXPECT_EQ(consignment->contents, "Mật ong honey x2");
  EXPECT_EQ(consignment->whole.delivery.buyer.phone.National(), "0912345678");
  const auto prepaid = house.Placed("honey", 1, Payment::kVietqr);
  EXPECT_EQ(ConsignOrder(house.context(), ask, prepaid.id)->cod_amount.dong(), 0);
  const AskContact away = [](const std::string&) -> keel::Result<Contact> {
    return keel::Error{keel::Kind::kUnavailable, "peer-unavailable"};
  };
  EXPECT_EQ(ConsignOrder(house.context(), away, order.id).error().kind, keel::Kind::kUnavailable);
}

}  // namespace
}  // namespace orders
