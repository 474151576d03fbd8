#include <gtest/gtest.h>

#include "shipping-adapters/carriers/vnpost/local_time.hpp"
#include "shipping-adapters/carriers/vnpost/signature.hpp"

namespace shipping::vnpost {
namespace {

TEST(VnPostSignature, RecipeIsFilledIn) {
  EXPECT_EQ(SignedText(kDefaultRecipe, "21/11/2026 15:30:00", "EL123456785VN", "14"),
            "MYVNP21/11/2026 15:30:00EL123456785VN14");
  EXPECT_EQ(SignedText("{status}|{itemCode}", "d", "i", "s"), "s|i");
  EXPECT_EQ(SignedText("{other}{", "d", "i", "s"), "{other}{");
  EXPECT_EQ(SignedText("{sendDate}", "{itemCode}", "i", "s"),
            "{itemCode}");  // What is filled in is not filled in again.
}

TEST(VnPostSignature, WithoutAKeyNothingIsVerified) {
  const auto verified = PublicKeyFile("/nonexistent/key.pem").Verifies("text", "c2ln");
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, "webhook-key-missing");
}

TEST(VnPostTime, IsVietnams) {
  EXPECT_EQ(FromLocal("21/11/2026", "15:30:05"), keel::FromRfc3339("2026-11-21T08:30:05Z"));
  EXPECT_EQ(FromLocal("01/01/2026", "06:59"), keel::FromRfc3339("2025-12-31T23:59:00Z"));
  EXPECT_EQ(FromAnyTime("21/11/2026 15:30:05"), keel::FromRfc3339("2026-11-21T08:30:05Z"));
  for (const char* same :
       {"2026-11-21T15:30:05+07:00", "2026-11-21T08:30:05Z", "2026-11-21T15:30:05", "2026-11-21 15:30:05",
        "2026-11-21T15:30:05.123", "20261121153005", "1795249805", "1795249805000"})
    EXPECT_EQ(FromAnyTime(same), keel::FromRfc3339("2026-11-21T08:30:05Z")) << same;
  EXPECT_EQ(FromAnyTime("2026-11-21 15:30"), keel::FromRfc3339("2026-11-21T08:30:00Z"));
  for (const char* bad :
       {"", "x", "2026-13-21T15:30:05", "2026-11-21", "20261121253005", "123", "2026-11-21T15:30:05x"})
    EXPECT_EQ(FromAnyTime(bad), std::nullopt) << bad;
}

TEST(VnPostTime, BadTimesAreNoTimes) {
  for (const auto* bad : {"", "31/02/2026", "2026-11-21", "aa/bb/cccc", "1/1/1"})
    EXPECT_EQ(FromLocal(bad, "10:00"), std::nullopt) << bad;
  EXPECT_EQ(FromLocal("21/11/2026", "25:00"), std::nullopt);
  EXPECT_EQ(FromLocal("21/11/2026", ""), std::nullopt);
}

}  // namespace
}  // namespace shipping::vnpost
