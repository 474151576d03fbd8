#include "catalog/search/page_place.hpp"

#include <gtest/gtest.h>

namespace catalog::search {
namespace {

const std::string kLast = "prd_01J00000000000000000000000";

TEST(Place, IsReadAsItWasWritten) {
  for (const auto sort : {Sort::kNew, Sort::kPriceUp, Sort::kPriceDown, Sort::kRelevance}) {
    const auto place = ReadPlace(sort, WritePlace(sort, {600, 1'976, kLast}));
    ASSERT_TRUE(place);
    EXPECT_EQ(place->total, 600);
    EXPECT_EQ(place->at, 1'976);
    EXPECT_EQ(place->last_id, kLast);
  }
  EXPECT_FALSE(ReadPlace(Sort::kNew, WritePlace(Sort::kRelevance, {600, 24, kLast}))) << "of another order";
}

TEST(Place, IsNoneWhereNoPageOfOursEnds) {
  // Counted on from there, the next place would be past all numbers.
  EXPECT_FALSE(ReadPlace(Sort::kRelevance, "relevance|5|9223372036854775807|" + kLast));
  EXPECT_FALSE(ReadPlace(Sort::kRelevance, "relevance|5|2001|" + kLast));
  for (const std::string text : {"", "relevance", "relevance|5|1|prd_1"})
    EXPECT_FALSE(ReadPlace(Sort::kRelevance, text)) << text;
  for (const std::string text : {"relevance|5|-1|", "relevance|x|1|", "price|5|1|"})
    EXPECT_FALSE(ReadPlace(Sort::kRelevance, text + kLast)) << text;
}

}  // namespace
}  // namespace catalog::search
