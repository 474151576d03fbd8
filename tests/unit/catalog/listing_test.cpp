#include "catalog/domain/listing.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

TEST(Cursor, ReadsBackAndIsSafeInALink) {
  for (const std::string text : {"new|12|0|prd_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "a", "ab", "abc", "\xFF\xFE?>~"}) {
    const auto cursor = EncodeCursor(text);
    EXPECT_EQ(cursor.find_first_of("+/=&? "), std::string::npos) << cursor;
    EXPECT_EQ(DecodeCursor(cursor), text);
  }
  EXPECT_EQ(DecodeCursor("!!!"), "");
  EXPECT_EQ(DecodeCursor("YWJj"), "abc");
  for (const char* other_spelling : {"YWI=", "+_-_", "a\xEE_a"}) EXPECT_EQ(DecodeCursor(other_spelling), "");
  EXPECT_EQ(DecodeCursor(std::string(500, 'A')), "");
}

TEST(OtherRegion, HasItsWords) {
  EXPECT_EQ(SameThing("bap"), std::vector<std::string_view>{"ngo"});
  EXPECT_EQ(SameThing("ngo"), std::vector<std::string_view>{"bap"});
  EXPECT_EQ(SameThing("dau phong"), std::vector<std::string_view>{"lac"});
  EXPECT_EQ(SameThing("cafe"), std::vector<std::string_view>{"ca phe"});
  EXPECT_TRUE(SameThing("mat").empty());
}

}  // namespace
}  // namespace catalog
