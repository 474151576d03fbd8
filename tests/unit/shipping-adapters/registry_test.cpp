#include "shipping-adapters/registry.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

TEST(Registry, ChoosesInTheOrderAsked) {
  const auto chosen = ChooseCarriers("vnpost,ghn");
  ASSERT_EQ(chosen.size(), 2U);
  EXPECT_EQ(chosen[0]->code, "vnpost");
  EXPECT_EQ(chosen[1]->code, "ghn");
  EXPECT_EQ(ChooseCarriers("ghn").size(), 1U);
}

TEST(Registry, RefusesWhatItCannotMean) {
  for (const auto* list : {"", "ghtk", "ghn,ghn", "ghn,,vnpost", "GHN", " ghn"})
    EXPECT_THROW(ChooseCarriers(list), keel::ConfigError) << '"' << list << '"';
  EXPECT_EQ(ChooseCarriers("ghn,").size(), 1U);  // A comma too many harms nobody.
}

TEST(Registry, EveryCarrierNamesItsSettings) {
  for (const auto& entry : KnownCarriers()) {
    EXPECT_FALSE(entry.keys().empty()) << entry.code;
    for (const auto& key : entry.keys()) EXPECT_FALSE(key.what.empty()) << key.name;
  }
}

}  // namespace
}  // namespace shipping
