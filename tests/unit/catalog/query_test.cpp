#include "catalog/search/query.hpp"

#include <gtest/gtest.h>

#include <string>

namespace catalog::search {
namespace {

TEST(Query, SharesNothingWithQueriesOfOtherThreads) {
  // Xapian counts references without atomics, and its MatchAll is one object for the whole process: some ten thousand
  // searches in sixteen threads destroyed it under each other. Rare in any one run, so the sharing itself is looked
  // for.
  const auto one = MatchFilters({}, keel::Instant{}), other = MatchFilters({}, keel::Instant{});
  EXPECT_NE(one.internal.get(), Xapian::Query::MatchAll.internal.get());
  EXPECT_NE(one.internal.get(), other.internal.get());
  EXPECT_EQ(one.get_description(), "Query(<alldocuments>)");
}

TEST(Query, HoldsWordsAndNoOperators) {
  for (const char* typed : {"mat AND ong", "mat OR ong", "\"mat ong\"", "mat -ong", "(mat ong", "mat* ong"})
    EXPECT_EQ(Words(typed).folded.front(), "mat") << typed;
  EXPECT_TRUE(Words("() \" * %").empty());
  EXPECT_LE(Words(std::string(5'000, 'a') + " b c").folded.size(), 12u);
}

}  // namespace
}  // namespace catalog::search
