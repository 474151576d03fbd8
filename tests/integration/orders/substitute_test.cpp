#include "orders/flows/substitute.hpp"

#include "orders/flows/amend_order.hpp"
#include "orders/flows/send_messages.hpp"
#include "orders/flows/take_reply.hpp"
#include "tests/integration/orders/after_sale.hpp"

/// Something else in the place of what ran out.
namespace orders {
namespace {

using namespace std::chrono_literals;

using test::kBuyer;

struct Substitutes : test::AfterSale {
  keel::Result<Substitution> Offered(const Order& order, const std::string& instead, std::int64_t quantity) {
    const auto line = Lines(order)[0].id;
    return house.Do([&](auto& t) {
      return OfferSubstitute(t, house.context(), test::OwnerOf("a"), order.id, line, test::VariantId(instead),
                             quantity);
    });
  }
  keel::Result<Substitution> Answered(const SubstitutionId& id, bool yes) {
    return house.Do([&](auto& t) { return AnswerSubstitute(t, house.context(), id, yes, {"buyer"}); });
  }
};

TEST_F(Substitutes, AYesPutsItInTheLinesPlaceAtNoMoreThanWasAgreed) {
  const auto order = Bought();
  const auto offered = Offered(order, "tea", 5);
  ASSERT_TRUE(offered) << offered.error().code;
  EXPECT_EQ(offered->total.dong(), 300'000) << "five teas cost more than three honeys: the shop bears it";
  EXPECT_EQ(Code(Offered(order, "tea", 1)), "substitution-open");
  ASSERT_TRUE(house.Accept(order.id));
  EXPECT_EQ(Code(house.Pack(order.id)), "substitution-open");
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Answered(offered->id, true));
  EXPECT_EQ(Code(Answered(offered->id, false)), "case-state-conflict");
  EXPECT_EQ(house.LevelOf("honey"), (Level{10, 0}));
  EXPECT_EQ(house.LevelOf("tea"), (Level{10, 7}));
  EXPECT_EQ(house.Read(order.id).total, order.total);
  EXPECT_EQ(Refunded(), 0);
  EXPECT_TRUE(house.Pack(order.id));
  Scan(order, "delivered");
  EXPECT_EQ(house.LevelOf("tea"), (Level{3, 0})) << "both lines of it";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Substitutes, ByTheLinkAreToldToTheBuyersTelephoneAndNotGivenByTheShop) {
  const auto order = Bought();
  const auto offered = Offered(order, "tea", 1);
  ASSERT_TRUE(offered);
  const BuyerProof shop{std::nullopt, test::OwnerOf("a").subject, {order.party_id}};
  EXPECT_EQ(
      Code(house.Do([&](auto& t) { return AnswerSubstituteByLink(t, house.context(), offered->id, true, shop); })),
      "own-order")
      << "who asked knows the link";
  ASSERT_TRUE(house.Do([&](auto& t) { return AnswerSubstituteByLink(t, house.context(), offered->id, false, {}); }));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE kind = 'done-by-code' AND to_kind = 'buyer'"), 1);
}

TEST_F(Substitutes, ANoOrNoAnswerTakesTheLineOffAndPaysItBack) {
  const auto first = Bought(), second = Bought();
  const auto refused = Offered(first, "tea", 1), lapsed = Offered(second, "tea", 1);
  ASSERT_TRUE(refused && lapsed);
  ASSERT_TRUE(Answered(refused->id, false));
  EXPECT_EQ(house.Read(first.id).goods.dong(), 140'000);
  EXPECT_EQ(RunSubstituteClocks(house.context()), 0);
  house.clock().Advance(24h);
  EXPECT_EQ(RunSubstituteClocks(house.context()), 1);
  EXPECT_EQ(house.Read(second.id).goods.dong(), 140'000);
  EXPECT_EQ(Code(Answered(lapsed->id, true)), "case-state-conflict") << "too late";
  EXPECT_EQ(Refunded(), 600'000);
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Substitutes, OfALineThatWasTakenOffHoldUpNobody) {
  const auto order = Bought();
  ASSERT_TRUE(house.Accept(order.id));
  const auto offered = Offered(order, "tea", 1);
  ASSERT_TRUE(offered);
  const auto line = Lines(order)[0].id;
  ASSERT_TRUE(house.Do([&](auto& t) {
    return AmendByShop(t, house.context(), test::OwnerOf("a"), order.id, {}, {{line, 0, {}}});
  }));
  EXPECT_TRUE(house.Pack(order.id)) << "there is nothing left to answer";
  EXPECT_FALSE(Answered(offered->id, true));
  house.clock().Advance(24h);
  EXPECT_EQ(RunSubstituteClocks(house.context()), 1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM substitutions WHERE state = 'withdrawn'"), 1);
  EXPECT_EQ(house.LevelOf("tea"), (Level{10, 2}));
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Substitutes, ThatRanOutMeanwhileAreToldToWhoSaysYesByTelephone) {
  std::vector<std::string> sent;
  Reach reach;
  reach.seller = [](const std::string&) -> keel::Result<Contact> {
    return keel::Error{keel::Kind::kNotFound, "sender-unknown", ""};
  };
  reach.send = [&](const Phone&, const std::string& text, const std::string&) -> keel::Result<keel::Done> {
    sent.push_back(text);
    return keel::Done{};
  };
  const auto order = Bought();
  ASSERT_TRUE(Offered(order, "tea", 8));
  SendDueMessages(house.context(), reach);  // From now on his number is known to have been asked.
  house.Placed("tea", 5);
  sent.clear();
  const TextReply yes{"mo-1", kBuyer.phone.value(), "CO"};
  for (int i = 0; i < 2; ++i) {
    const auto outcome = AnswerReply(house.context(), yes);
    ASSERT_TRUE(outcome) << outcome.error().code;
    EXPECT_EQ(*outcome, "not-done");
  }
  SendDueMessages(house.context(), reach);
  ASSERT_EQ(sent.size(), 1U) << "once, however often the gateway says it";
  EXPECT_NE(sent[0].find(order.code.text()), std::string::npos);
  EXPECT_EQ(house.Read(order.id).goods, order.goods);
  const auto no = AnswerReply(house.context(), {"mo-2", kBuyer.phone.value(), "KHONG"});
  EXPECT_EQ(no ? *no : std::string(no.error().code), "refused") << "the question stayed open";
  EXPECT_EQ(house.StockDifference(), "");
}

TEST_F(Substitutes, AreOfTheSameShopAndInStock) {
  const auto order = Bought();
  EXPECT_EQ(Code(Offered(order, "rice", 1)), "offer-not-found") << "another shop's";
  EXPECT_EQ(Code(Offered(order, "tea", 99)), "out-of-stock");
  EXPECT_EQ(Code(Offered(order, "honey", 1)), "substitution-same");
  const auto offered = Offered(order, "tea", 8);
  ASSERT_TRUE(offered);
  house.Placed("tea", 5);  // Somebody else is quicker.
  EXPECT_EQ(Code(Answered(offered->id, true)), "out-of-stock");
  EXPECT_EQ(house.Read(order.id).goods, order.goods) << "nothing happened";
  EXPECT_TRUE(Answered(offered->id, false));
  EXPECT_EQ(house.StockDifference(), "");
}

}  // namespace
}  // namespace orders
