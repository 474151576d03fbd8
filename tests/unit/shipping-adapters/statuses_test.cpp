// The carriers' status lists as their documents have them (carriers/*/README.md), row by row.
#include "shipping-adapters/carriers/ghn/statuses.hpp"

#include <gtest/gtest.h>

#include <map>

#include "shipping-adapters/carriers/vnpost/statuses.hpp"

namespace shipping {
namespace {

using enum ShipmentState;

TEST(GhnStatuses, MeanWhatTheSheetSays) {
  const std::map<std::string, ShipmentState> expected{{"ready_to_pick", kCreated},
                                                      {"picking", kCreated},
                                                      {"money_collect_picking", kCreated},
                                                      {"picked", kPickedUp},
                                                      {"storing", kInTransit},
                                                      {"transporting", kInTransit},
                                                      {"sorting", kInTransit},
                                                      {"delivering", kOutForDelivery},
                                                      {"money_collect_delivering", kOutForDelivery},
                                                      {"delivered", kDelivered},
                                                      {"delivery_fail", kDeliveryFailed},
                                                      {"waiting_to_return", kDeliveryFailed},
                                                      {"return", kReturning},
                                                      {"return_transporting", kReturning},
                                                      {"return_sorting", kReturning},
                                                      {"returning", kReturning},
                                                      {"return_fail", kReturning},
                                                      {"returned", kReturned},
                                                      {"cancel", kCancelled},
                                                      {"damage", kLostDamaged},
                                                      {"lost", kLostDamaged}};
  for (const auto& [status, state] : expected) {
    SCOPED_TRACE(status);
    const auto* meaning = ghn::MeaningOf(status);
    ASSERT_NE(meaning, nullptr);
    EXPECT_EQ(meaning->state, state);
    EXPECT_EQ(meaning->flags, 0U);
  }
  EXPECT_EQ(ghn::kMeanings.size(), expected.size() + 1);  // And "exception".
}

TEST(GhnStatuses, ExceptionHoldsAndUnknownIsUnknown) {
  const auto* exception = ghn::MeaningOf("exception");
  ASSERT_NE(exception, nullptr);
  EXPECT_EQ(exception->state, std::nullopt);
  EXPECT_EQ(exception->flags, kOnHold);
  EXPECT_EQ(ghn::MeaningOf("teleporting"), nullptr);
  EXPECT_EQ(ghn::MeaningOf(""), nullptr);
}

TEST(GhnStatuses, PickupProblemsShowInTheReason) {
  EXPECT_TRUE(ghn::IsPickupProblem("GHN-PFA1A0"));
  EXPECT_TRUE(ghn::IsPickupProblem("GHN-PCB0B2"));
  EXPECT_FALSE(ghn::IsPickupProblem("GHN-DFC1A4"));
  EXPECT_FALSE(ghn::IsPickupProblem(""));
}

struct VnPostRow {
  std::string_view code;
  std::optional<ShipmentState> state;
  unsigned flags;
};

TEST(VnPostStatuses, MeanWhatTheSheetSays) {
  constexpr VnPostRow kRows[] = {{"0", kCreated, 0},
                                 {"1", kCreated, 0},
                                 {"2", kCreated, 0},
                                 {"3", kCreated, 0},
                                 {"4", kCreated, 0},
                                 {"5", kCreated, kPickupProblem},
                                 {"6", kPickedUp, 0},
                                 {"7", kPickedUp, 0},
                                 {"8", kCreated, kPickupProblem},
                                 {"9", kCancelled, 0},
                                 {"10", kInTransit, 0},
                                 {"11", kInTransit, 0},
                                 {"12", kOutForDelivery, 0},
                                 {"13", kInTransit, 0},
                                 {"14", kDelivered, 0},
                                 {"15", kDeliveryFailed, 0},
                                 {"16", kReturning, 0},
                                 {"17", kReturning, 0},
                                 {"18", kReturning, 0},
                                 {"19", kReturned, 0},
                                 {"20", kReturned, kPartial},
                                 {"21", kDelivered, kCodSettled},
                                 {"22", kCancelled, 0},
                                 {"23", kDelivered, kPartial},
                                 {"24", kReturning, 0},
                                 {"28", std::nullopt, 0},
                                 {"29", kCancelled, 0}};
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.code);
    const auto* meaning = vnpost::MeaningOf(row.code);
    ASSERT_NE(meaning, nullptr);
    EXPECT_EQ(meaning->state, row.state);
    EXPECT_EQ(meaning->flags, row.flags);
    EXPECT_FALSE(meaning->name.empty());
  }
  EXPECT_EQ(vnpost::kMeanings.size(), std::size(kRows));
  for (const auto* unknown : {"25", "26", "27", "99", "", "x"})
    EXPECT_EQ(vnpost::MeaningOf(unknown), nullptr) << unknown;
}

}  // namespace
}  // namespace shipping
