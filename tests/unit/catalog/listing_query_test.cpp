#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "catalog/http/read.hpp"

namespace catalog {
namespace {

keel::Result<ListingQuery> Read(const std::string& words) {
  keel::http::Request request;
  request.query = {{"q", words}};
  return ReadListingQuery(request);
}

TEST(ListingQuery, TakesASearchWholeOrSaysThatItIsTooLong) {
  const std::string longest(400, 'a');
  ASSERT_TRUE(Read(longest));
  EXPECT_EQ(Read(longest)->words, longest);
  const auto refused = Read(longest + "a");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "search-too-long");
}

}  // namespace
}  // namespace catalog
