#include "payments/domain/told_transfer.hpp"

#include <gtest/gtest.h>

namespace payments {
namespace {

using enum PayoutState;
using enum Heard;

static_assert(Hear(kPrepared, false, "", false, "FT1") == kConfirms);

TEST(ToldTransferTest, AWordAboutWhatIsPaidIsNewsOnlyWithAnotherNumber) {
  EXPECT_EQ(Hear(kPaid, true, "FT1", false, "FT1"), kAlready);
  EXPECT_EQ(Hear(kPaid, true, "FT1", false, ""), kAlready);
  EXPECT_EQ(Hear(kPaid, true, "", false, "FT1"), kAlready) << "it was told without a number before";
  EXPECT_EQ(Hear(kPaid, true, "FT1", false, "FT2"), kAnother);
}

TEST(ToldTransferTest, WhatCameBackWasSentByTheNumberItWasPaidWith) {
  EXPECT_EQ(Hear(kBounced, true, "FT1", false, "FT1"), kAlready);
  EXPECT_EQ(Hear(kBounced, true, "FT1", false, "FT2"), kAnother);
}

TEST(ToldTransferTest, WhatBouncedWithoutBeingPaidWasNotSentByTheBooks) {
  EXPECT_EQ(Hear(kBounced, false, "", false, "FT1"), kAnother);
  EXPECT_EQ(Hear(kBounced, false, "", false, ""), kAnother);
  EXPECT_EQ(Hear(kBounced, false, "", true, "FT1"), kAlready) << "its line back was told of first";
}

}  // namespace
}  // namespace payments
