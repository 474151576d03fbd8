#include "catalog/domain/product_states.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

constexpr auto kNo = ProductState(255);  // "The table has no row."
using enum ProductState;

struct Row {
  const char* name;
  ProductState from;
  std::array<ProductState, 3> after;  // By ProductEvent: published, paused, removed.
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

constexpr Row kRows[] = {
    {"Draft", kDraft, {kLive, kNo, kRemoved}},
    {"Live", kLive, {kLive, kPaused, kRemoved}},
    {"Paused", kPaused, {kLive, kPaused, kRemoved}},
    {"Removed", kRemoved, {kNo, kNo, kRemoved}},
};
static_assert(std::size(kRows) == kProductStateNames.size(), "a new state needs its row here");

class ProductStates : public testing::TestWithParam<Row> {};

TEST_P(ProductStates, AnswersEveryEvent) {
  for (std::size_t event = 0; event < GetParam().after.size(); ++event) {
    SCOPED_TRACE("event " + std::to_string(event));
    const auto next = Next(GetParam().from, ProductEvent(event));
    if (GetParam().after[event] != kNo) {
      ASSERT_TRUE(next) << next.error().detail;
      EXPECT_EQ(*next, GetParam().after[event]);
    } else {
      ASSERT_FALSE(next);
      EXPECT_EQ(next.error().code, "product-state-conflict");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, ProductStates, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(ProductStateNames, ReadBack) {
  for (std::size_t i = 0; i < kProductStateNames.size(); ++i)
    EXPECT_EQ(ProductStateNamed(kProductStateNames[i]), ProductState(i));
  EXPECT_EQ(ProductStateNamed("gone"), std::nullopt);
}

}  // namespace
}  // namespace catalog
