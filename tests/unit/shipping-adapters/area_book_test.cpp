#include "shipping-adapters/carriers/area_book.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

const std::vector<Area> kAreas{{"1", "Xã Bắc Hà"},
                               {"2", "Phường Sa Pa", {"Thị trấn Sa Pa"}},
                               {"3", "Xã Tân An"},
                               {"4", "Phường Tân An"},
                               {"5", "P. Ô Chợ Dừa"}};

class AreaBooks : public testing::Test {
 protected:
  std::optional<std::string> Find(std::string_view name) {
    const auto found = book_.Find("list", name, [&]() -> keel::Result<std::vector<Area>> {
      ++fetched_;
      if (away_) return keel::Error{keel::Kind::kUnavailable, "carrier-unavailable"};
      return kAreas;
    });
    if (!found || !*found) return std::nullopt;
    return (*found)->id;
  }
  AreaBook book_;
  int fetched_ = 0;
  bool away_ = false;
};

TEST_F(AreaBooks, FindsByNameInAnySpelling) {
  EXPECT_EQ(Find("Xã Bắc Hà"), "1");
  EXPECT_EQ(Find("Bắc Hà"), "1");
  EXPECT_EQ(Find("BAC HA"), "1");
  EXPECT_EQ(Find("Phường Sa Pa"), "2");
  EXPECT_EQ(Find("Thị trấn Sa Pa"), "2");
  EXPECT_EQ(Find("Phường Ô Chợ Dừa"), "5");
}

TEST_F(AreaBooks, TellsTwoOfOneNameApartOrDoesNotGuess) {
  EXPECT_EQ(Find("Xã Tân An"), "3");
  EXPECT_EQ(Find("Phường Tân An"), "4");
  EXPECT_EQ(Find("Tân An"), std::nullopt);
  EXPECT_EQ(Find("Xã Không Có"), std::nullopt);
}

TEST_F(AreaBooks, FetchesOnceButNotAfterAFailure) {
  away_ = true;
  EXPECT_EQ(Find("Bắc Hà"), std::nullopt);
  away_ = false;
  EXPECT_EQ(Find("Bắc Hà"), "1");
  EXPECT_EQ(Find("Sa Pa"), "2");
  EXPECT_EQ(fetched_, 2);
}

TEST(AreaNames, LoseTheirKind) {
  EXPECT_EQ(BareAreaName("Thành phố Hà Nội"), "ha noi");
  EXPECT_EQ(BareAreaName("Tỉnh Lào Cai"), "lao cai");
  EXPECT_EQ(BareAreaName("Đặc khu Phú Quốc"), "phu quoc");
  EXPECT_EQ(BareAreaName("Xã"), "xa");
}

}  // namespace
}  // namespace shipping
