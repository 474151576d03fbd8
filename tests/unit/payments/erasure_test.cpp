#include "payments/domain/erasure.hpp"

#include <gtest/gtest.h>

namespace payments {
namespace {

TEST(ErasingPayers, WaitsForEverythingThatMayStillNeedThem) {
  EXPECT_TRUE(MayErase({}));
  EXPECT_FALSE(MayErase({.open_orders = 1}));
  EXPECT_FALSE(MayErase({.unremitted = 1}));
  EXPECT_FALSE(MayErase({.refunds = 1}));
  EXPECT_FALSE(MayErase({.refund_due = keel::Money::Vnd(1)}));
}

}  // namespace
}  // namespace payments
