#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/domain/month.hpp"
#include "payments/domain/order_money.hpp"

namespace payments {
namespace {

using keel::Money;
using namespace std::chrono_literals;

keel::Instant At(const char* text) {
  return keel::FromRfc3339(text).value();
}

/// The defaults of the market, as its migrations write them.
Rules MarketRules() {
  const auto start = At("2020-01-01T00:00:00Z"), decree = At("2025-06-30T17:00:00Z");
  Rules rules{.commission = {{"", "", 500, start, {}, ""}, {"household", "", 300, start, {}, ""}},
              .commission_vat = {{800, start, {}, ""}}};
  for (const auto& [bucket, vat, pit, foreign] : {std::tuple{"goods", 100, 50, 100},
                                                  {"services", 500, 200, 500},
                                                  {"transport", 300, 150, 200},
                                                  {"unknown", 500, 200, 500}}) {
    rules.withholding.push_back({"household", bucket, true, vat, pit, decree, {}, "", "H"});
    rules.withholding.push_back({"household", bucket, false, vat, foreign, decree, {}, "", "H"});
  }
  rules.buckets = {{"du-lich", "services", start, "", "M"}, {"rau", "exempt", start, "", "A"}};
  return rules;
}

Net Quote(std::int64_t price, const char* kind, const char* category, const SaleFacts& facts = {},
          const char* at = "2026-11-21T00:00:00Z") {
  return NetOf(Money::Vnd(price), *RateFor(MarketRules(), kind, category, At(at), facts));
}

TEST(Withholding, TheDecreesExampleForGoods) {
  const auto net = Quote(200'000, "household", "mat-ong");
  EXPECT_EQ(net.vat, Money::Vnd(2'000));
  EXPECT_EQ(net.pit, Money::Vnd(1'000));
  EXPECT_EQ(net.net, Money::Vnd(190'520));
}

TEST(Withholding, ServicesAndWhatCannotBeToldApartPayMore) {
  EXPECT_EQ(Quote(100'000, "household", "du-lich").vat, Money::Vnd(5'000));
  EXPECT_EQ(Quote(100'000, "household", "du-lich").pit, Money::Vnd(2'000));
  EXPECT_EQ(Quote(100'000, "household", "").vat, Money::Vnd(5'000));
}

TEST(Withholding, TouchesNeitherFirmsNorExemptProduceNorTheTimeBefore) {
  EXPECT_EQ(Quote(100'000, "enterprise", "mat-ong").vat, Money());
  EXPECT_EQ(Quote(100'000, "household", "rau").pit, Money());
  EXPECT_EQ(Quote(100'000, "household", "mat-ong", {}, "2025-06-30T16:59:59Z").vat, Money());
  EXPECT_EQ(Quote(100'000, "household", "mat-ong", {}, "2025-06-30T17:00:00Z").vat, Money::Vnd(1'000));
}

TEST(Withholding, NotWhereTheMarketHoldsNoMoney) {
  EXPECT_EQ(Quote(100'000, "household", "mat-ong", {.withheld = false}).vat, Money());
}

TEST(Withholding, ANonResidentPaysTwiceTheIncomeTax) {
  EXPECT_EQ(Quote(100'000, "household", "mat-ong", {.resident = false}).pit, Money::Vnd(1'000));
}

TEST(RateFor, AChannelOfItsOwnMayCostMore) {
  auto rules = MarketRules();
  rules.commission.push_back({"household", "", 700, At("2020-01-01T00:00:00Z"), {}, "", "postmart"});
  const auto at = At("2026-11-21T00:00:00Z");
  EXPECT_EQ(RateFor(rules, "household", "che", at, {.channel = "postmart"})->basis_points, 700);
  EXPECT_EQ(RateFor(rules, "household", "che", at)->basis_points, 300);
}

/// An order of one to five categories, by some kind of seller.
struct AnyOrder {
  OrderMoney order;
  Terms quoted;
};
AnyOrder MakeOrder(Custody custody) {
  const auto at = At("2026-11-21T00:00:00Z");
  const std::vector<std::string> categories{"mat-ong", "du-lich", "rau", "che", ""};
  std::vector<CategoryTotal> totals;
  Money goods;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    totals.push_back({categories[std::size_t(i)], Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 30'000'000))});
    goods = Sum(goods, totals.back().amount);
  }
  const auto kind = *rc::gen::element<std::string>("household", "enterprise", "cooperative");
  const SaleFacts facts{.withheld = custody == Custody::kHeld, .resident = *rc::gen::arbitrary<bool>()};
  auto terms = *TermsOf(MarketRules(), kind, totals, goods, at, facts);
  const auto freight = Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 200'000));
  OrderMoney order{.id = OrderId::New(at),
                   .purchase = PurchaseId::New(at),
                   .intent = IntentId::New(at),
                   .party = PartyId::New(at),
                   .carrier = "ghn",
                   .goods = goods,
                   .freight = freight,
                   .total = Sum(goods, freight),
                   .terms = terms,
                   .custody = custody};
  return {order, terms};
}

Money On(const keel::Result<Entry>& entry, const Account& account) {
  for (const auto& posting : entry->postings())
    if (posting.account == account) return posting.amount;
  return {};
}

RC_GTEST_PROP(NetToMe, WhatWasQuotedIsWhatIsSettledToTheDong, ()) {
  const auto [order, quoted] = MakeOrder(Custody::kHeld);
  RC_PRE(order.total > Money());
  const auto settled = SettleEntry(order, Account::BuyerDeposits());
  RC_ASSERT(bool(settled));
  RC_ASSERT(On(settled, Account::SellerPayable(order.party.text())) == Negated(quoted.sum.net));
  // And line by line, by the rates alone.
  Money net;
  for (const auto& line : order.terms.lines) net = Sum(net, NetOf(line.net.price, line.rate).net);
  RC_ASSERT(net == quoted.sum.net);
}

RC_GTEST_PROP(NetToMe, AnAmendmentIsWhatAnOrderOfThatSizeWouldHaveBeenQuoted, ()) {
  const auto price = *rc::gen::inRange<std::int64_t>(1, 30'000'000);
  const auto less = *rc::gen::inRange<std::int64_t>(0, price + 1);
  const auto at = At("2026-11-21T00:00:00Z");
  const auto terms = *TermsOf(MarketRules(), "household", {{"che", Money::Vnd(price)}}, Money::Vnd(price), at);
  RC_ASSERT(Repriced(terms, Money::Vnd(less)).sum.net == Quote(less, "household", "che").net);
}

RC_GTEST_PROP(NetToMe, RefundsInAnyPortionsLeaveExactlyTheRest, ()) {
  for (const auto custody : {Custody::kHeld, Custody::kWithSeller, Custody::kWithCarrier}) {
    auto [order, quoted] = MakeOrder(custody);
    RC_PRE(order.total > Money());
    const auto first = SettleEntry(order, Account::CodReceivable("ghn"));
    auto seller = first ? On(first, Account::SellerPayable(order.party.text())) : Money();
    auto current = order;
    for (int i = 0; i < 3; ++i) {
      const auto part = Money::Vnd(*rc::gen::inRange<std::int64_t>(0, current.total.dong() + 1));
      const auto after = *LessRefund(current, part);
      RC_ASSERT(Difference(current.total, after.total) == part);
      const auto entry = AdjustEntry(AdjustmentId::New(order.placed_at), current, after);
      if (entry) seller = Sum(seller, On(entry, Account::SellerPayable(order.party.text())));
      current = after;
    }
    RC_ASSERT(seller == Negated(SellersPart(current)));
    RC_ASSERT(Sum(current.goods, current.freight) == current.total);
    const auto& sum = current.terms.sum;
    RC_ASSERT(Sum(Sum(Sum(Sum(sum.commission, sum.commission_tax), sum.vat), sum.pit), sum.net) == current.goods);
    RC_ASSERT(current.goods == Money() || sum.net > Money());
  }
}

TEST(Month, IsVietnams) {
  EXPECT_EQ(Month::Of(At("2026-10-31T16:59:59Z")).text(), "2026-10");
  EXPECT_EQ(Month::Of(At("2026-10-31T17:00:00Z")).text(), "2026-11");
  EXPECT_EQ(Month::Parse("2026-12")->Next().text(), "2027-01");
  EXPECT_EQ(keel::ToRfc3339(Month::Parse("2026-11")->Start()), "2026-10-31T17:00:00.000Z");
  EXPECT_EQ(Month::Parse("2026-11")->End(), Month::Parse("2026-12")->Start());
  for (const auto* wrong : {"2026-13", "2026-00", "26-11", "2026-1", "2026/11", "", "1999-01", "2026-1a", "9999-12"})
    EXPECT_FALSE(Month::Parse(wrong)) << wrong;
}

TEST(Custody, FollowsTheMarketsMode) {
  EXPECT_EQ(CustodyOf(LegalMode::kPartner, false), Custody::kHeld);
  EXPECT_EQ(CustodyOf(LegalMode::kDirect, true), Custody::kWithSeller);
  EXPECT_EQ(CustodyOf(LegalMode::kPost, false), Custody::kWithCarrier);
  EXPECT_EQ(CustodyOf(LegalMode::kPost, true), Custody::kHeld);
}

}  // namespace
}  // namespace payments
