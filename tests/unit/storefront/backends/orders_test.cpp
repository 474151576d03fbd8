#include <gtest/gtest.h>

#include "storefront/backends/cases.hpp"
#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/stocking.hpp"
#include "tests/unit/storefront/peer.hpp"

namespace storefront::backends {
namespace {

TEST(FindWorkOrder, SaysWhatWaitsForTheShopAndWhatWentBack) {
  Peer orders(R"({"id":"ord_1","code":"CP-7K3M-9Q2","state":"delivered","returns":[
      {"state":"received","refund":{"amount":30000,"currency":"VND"},"until":"2026-11-20T09:00:00Z"},
      {"state":"refused","refund":{"amount":90000,"currency":"VND"},"until":"2026-11-20T09:00:00Z"},
      {"state":"asked","refund":{"amount":50000,"currency":"VND"},"until":"2026-11-21T09:00:00Z"}],
    "disputes":[{"state":"decided","refund":{"amount":12000,"currency":"VND"},"answer_until":"2026-11-19T09:00:00Z"},
      {"state":"open","refund":{"amount":0,"currency":"VND"},"answer_until":"2026-11-22T09:00:00Z"}],
    "awaits_harvest":[{"variant_id":"var_1","ready_on":"2026-12-01","quantity":3},
      {"variant_id":"var_2","ready_on":"2026-12-09","quantity":1}]})");
  const auto order = FindWorkOrder(Asker(orders), Caller{}, "ord_1");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->view.return_answer_by, keel::FromRfc3339("2026-11-21T09:00:00Z"));
  EXPECT_EQ(order->view.dispute_answer_by, keel::FromRfc3339("2026-11-22T09:00:00Z"));
  EXPECT_EQ(order->view.given_back, keel::Money::Vnd(42'000)) << "what was asked for or refused did not go back";
  EXPECT_EQ(order->view.dispute_state, "open");
  EXPECT_EQ(order->view.ripe_on, "2026-12-09");
}

TEST(FindWorkOrder, SaysNothingOfWhatNeverWas) {
  Peer orders(R"({"id":"ord_1","code":"CP-7K3M-9Q2","state":"delivered","returns":[],"disputes":[]})");
  const auto order = FindWorkOrder(Asker(orders), Caller{}, "ord_1");
  ASSERT_TRUE(order);
  EXPECT_FALSE(order->view.return_answer_by);
  EXPECT_FALSE(order->view.dispute_answer_by);
  EXPECT_EQ(order->view.given_back, keel::Money{});
  EXPECT_EQ(order->view.dispute_state, "");
}

TEST(CasesOfWorkOrder, TellsAMessageThatWaitsFromOneThatWent) {
  Peer orders(R"({"messages":[
      {"kind":"accepted","text":"a","state":"waiting","at":"2026-11-20T15:00:00Z","goes_at":"2026-11-20T23:00:00Z"},
      {"kind":"shipped","text":"b","state":"sent","at":"2026-11-20T09:00:00Z"}]})");
  const auto cases = CasesOfWorkOrder(Asker(orders), Caller{}, "ord_1");
  ASSERT_TRUE(cases);
  ASSERT_EQ(cases->messages.size(), 2U);
  EXPECT_EQ(cases->messages[0].state, "waiting");
  EXPECT_EQ(cases->messages[0].goes_at, keel::FromRfc3339("2026-11-20T23:00:00Z"));
  EXPECT_EQ(cases->messages[1].state, "sent");
}

TEST(HowSold, ReadsWhatGrowsAndWhatIsWeighed) {
  Peer orders(R"({"items":[{"variant_id":"var_1","ready_on":"2026-12-01","rule":"equally","left":40}],
    "weighed":[{"variant_id":"var_1","tolerance_bp":500},{"variant_id":"var_2","tolerance_bp":800}]})");
  const auto how = HowSold(Asker(orders), Caller{}, "prd_1");
  ASSERT_TRUE(how);
  ASSERT_EQ(how->ahead.size(), 1U);
  EXPECT_EQ(how->ahead.front().ready_on, "2026-12-01");
  EXPECT_EQ(how->lighter_bp, 800) << "the one that may be lightest";

  Peer plain(R"({"items":[]})");
  EXPECT_FALSE(HowSold(Asker(plain), Caller{}, "prd_1")->lighter_bp);
}

}  // namespace
}  // namespace storefront::backends
