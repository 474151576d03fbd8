#include "payments/domain/commission.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

using keel::Money;

keel::Instant At(const char* text) {
  return keel::FromRfc3339(text).value();
}

Rules SomeRules() {
  const auto start = At("2020-01-01T00:00:00Z");
  return {.commission = {{"", "", 500, start, {}, ""},
                         {"household", "", 300, start, {}, ""},
                         {"", "ruou", 700, start, {}, ""},
                         {"household", "mat-ong", 100, start, {}, ""},
                         {"household", "", 250, At("2026-09-01T00:00:00Z"), {}, ""},
                         {"team", "", 10, start, At("2026-01-01T00:00:00Z"), ""}},
          .commission_vat = {{1000, start, At("2025-07-01T00:00:00Z"), ""}, {800, At("2025-07-01T00:00:00Z"), {}, ""}}};
}

TEST(RateFor, PrefersTheMostSpecificThenTheLatest) {
  const auto rules = SomeRules();
  const auto rate = [&](const char* kind, const char* category, const char* at) {
    return RateFor(rules, kind, category, At(at))->basis_points;
  };
  EXPECT_EQ(rate("enterprise", "che", "2026-08-01T00:00:00Z"), 500);
  EXPECT_EQ(rate("household", "che", "2026-08-01T00:00:00Z"), 300);
  EXPECT_EQ(rate("household", "che", "2026-09-01T00:00:00Z"), 250);
  EXPECT_EQ(rate("household", "ruou", "2026-08-01T00:00:00Z"), 700);
  EXPECT_EQ(rate("household", "mat-ong", "2026-10-01T00:00:00Z"), 100);
  EXPECT_EQ(rate("team", "che", "2025-12-31T23:59:59Z"), 10);
  EXPECT_EQ(rate("team", "che", "2026-01-01T00:00:00Z"), 500);
}

TEST(RateFor, TaxesByTheDay) {
  EXPECT_EQ(RateFor(SomeRules(), "household", "che", At("2025-06-30T23:59:59Z"))->tax_basis_points, 1000);
  EXPECT_EQ(RateFor(SomeRules(), "household", "che", At("2025-07-01T00:00:00Z"))->tax_basis_points, 800);
}

TEST(RateFor, SaysWhenNoRuleCoversTheMoment) {
  EXPECT_EQ(RateFor(SomeRules(), "household", "che", At("2019-01-01T00:00:00Z")).error().code,
            "commission-rules-missing");
  EXPECT_EQ(RateFor({}, "", "", At("2026-01-01T00:00:00Z")).error().code, "commission-rules-missing");
}

TEST(NetOf, RoundsToTheDong) {
  const auto net = NetOf(Money::Vnd(118'400), {300, 800});
  EXPECT_EQ(net.commission, Money::Vnd(3'552));
  EXPECT_EQ(net.commission_tax, Money::Vnd(284));  // 284,16
  EXPECT_EQ(net.net, Money::Vnd(114'564));
}

RC_GTEST_PROP(NetOf, PartsAddUpToThePrice, ()) {
  const auto price = Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000));
  const auto net = NetOf(price, {*rc::gen::inRange(0, 5'001), *rc::gen::inRange(0, 2'001)});
  RC_ASSERT(Sum(Sum(net.commission, net.commission_tax), net.net) == price);
  RC_ASSERT(net.net >= Money());
}

RC_GTEST_PROP(TermsOf, WhatIsQuotedIsWhatIsAgreed, ()) {
  const auto price = Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 100'000'000));
  const auto at = At("2026-10-01T00:00:00Z");
  const auto terms = TermsOf(SomeRules(), "household", {{"che", price}}, price, at);
  const auto quote = NetOf(price, *RateFor(SomeRules(), "household", "che", at));
  RC_ASSERT(terms->sum.net == quote.net);
  RC_ASSERT(terms->sum.commission == quote.commission);
  RC_ASSERT(terms->sum.commission_tax == quote.commission_tax);
}

RC_GTEST_PROP(TermsOf, SplitsADiscountSoThatEverythingAddsUp, ()) {
  std::vector<CategoryTotal> totals;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i)
    totals.push_back({i % 2 == 0 ? "mat-ong" : "ruou", Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 1'000'000))});
  const auto goods = Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 5'000'000));
  const auto terms = TermsOf(SomeRules(), "household", totals, goods, At("2026-10-01T00:00:00Z"));
  Money sum;
  for (const auto& line : terms->lines) sum = Sum(sum, line.net.price);
  RC_ASSERT(sum == goods);
  RC_ASSERT(Sum(Sum(terms->sum.commission, terms->sum.commission_tax), terms->sum.net) == goods);
}

TEST(TermsOf, TakesAnOrderWithoutCategories) {
  const auto terms = TermsOf(SomeRules(), "enterprise", {}, Money::Vnd(100'000), At("2026-10-01T00:00:00Z"));
  ASSERT_TRUE(terms);
  EXPECT_EQ(terms->sum.commission, Money::Vnd(5'000));
}

/// The worked example of docs/money.md: rounded on its own the second's VAT would be 1 334 đ, and one đồng more than
/// was withheld from the whole.
TEST(Part, GivesTheSecondTheRemainderOfTheFirst) {
  const Rate rate{300, 800, 100, 50, "goods"};
  const Terms whole = Repriced({{{"mat-ong", rate, {.price = Money::Vnd(200'033)}}}, {}}, Money::Vnd(200'033));
  const auto parts = Part(whole, Money::Vnd(66'678), {}, Money::Vnd(21'000));
  EXPECT_EQ(parts.now.sum.net, Money::Vnd(63'518));
  EXPECT_EQ(parts.follow.sum.vat, Money::Vnd(1'333));
  EXPECT_EQ(parts.follow.sum.net, Money::Vnd(106'034));
  EXPECT_EQ(parts.follow.sum.post, Money::Vnd(21'000));
  EXPECT_EQ(parts.follow.sum.price, Money::Vnd(133'355));
  const auto both = Plus(parts.now.sum, parts.follow.sum);
  EXPECT_EQ(both.commission, whole.sum.commission);
  EXPECT_EQ(Sum(both.net, both.post), whole.sum.net);
}

RC_GTEST_PROP(Part, TogetherAreTheWholeHoweverOftenItIsDivided, ()) {
  Terms rest;
  const auto count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i)
    rest.lines.push_back({std::to_string(i),
                          {*rc::gen::inRange<std::int64_t>(0, 2'000), *rc::gen::inRange<std::int64_t>(0, 1'500),
                           *rc::gen::inRange<std::int64_t>(0, 500), *rc::gen::inRange<std::int64_t>(0, 500), "goods"},
                          {.price = Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 3'000'000))}});
  Money goods;
  for (const auto& line : rest.lines) goods = Sum(goods, line.net.price);
  rest = Repriced(rest, goods);
  const auto whole = rest.sum;
  Net sum;
  for (int round = 0; round < 3; ++round) {
    std::vector<CategoryTotal> now;
    Money goods_now;
    for (const auto& line : rest.lines) {
      now.push_back({line.category, Money::Vnd(*rc::gen::inRange<std::int64_t>(0, line.net.price.dong() + 1))});
      goods_now = Sum(goods_now, now.back().amount);
    }
    const auto parts = Part(rest, goods_now, now, Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 50'000)));
    for (const auto* part : {&parts.now.sum, &parts.follow.sum})
      RC_ASSERT(part->price == Sum(Sum(Sum(part->commission, part->commission_tax), Sum(part->vat, part->pit)),
                                   Sum(part->net, part->post)));
    // A part that is reckoned anew for the same goods stays what it is.
    RC_ASSERT(Repriced(parts.follow, parts.follow.sum.price).sum.net == parts.follow.sum.net);
    sum = Plus(sum, parts.now.sum);
    rest = parts.follow;
  }
  sum = Plus(sum, rest.sum);
  RC_ASSERT(sum.commission == whole.commission);
  RC_ASSERT(sum.commission_tax == whole.commission_tax);
  RC_ASSERT(sum.vat == whole.vat);
  RC_ASSERT(sum.pit == whole.pit);
  RC_ASSERT(sum.price == whole.price);
}

}  // namespace
}  // namespace payments
