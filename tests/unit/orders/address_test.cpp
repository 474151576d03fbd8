#include "orders/domain/address.hpp"

#include <gtest/gtest.h>

#include "tests/unit/orders/small_country.hpp"

namespace orders {
namespace {

using test::SmallCountry;
const SmallCountry kCountry;

TEST(Address, OfTodayIsChecked) {
  const auto address = Resolve({"15", "02680", "", "thôn Na Áng", "gần chợ", {}}, kCountry);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->commune_code, "02680");
  EXPECT_EQ(address->Line(), "thôn Na Áng, gần chợ");
}

TEST(Address, FindsTheProvinceOfACommune) {
  const auto address = Resolve({"", "02683", "", "", "", {}}, kCountry);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->province_code, "15");
}

TEST(Address, OfAnUnknownPlaceNamesTheField) {
  const auto commune = Resolve({"15", "99999", "", "", "", {}}, kCountry);
  ASSERT_FALSE(commune);
  EXPECT_EQ(commune.error().code, "place-unknown");
  EXPECT_EQ(commune.error().argument, "commune_code");
  const auto province = Resolve({"01", "02680", "", "", "", {}}, kCountry);
  ASSERT_FALSE(province);
  EXPECT_EQ(province.error().argument, "province_code");
  const auto nothing = Resolve({}, kCountry);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, "place-unknown");
}

TEST(Address, OfBeforeTheReformIsTranslatedAndKept) {
  const auto address = Resolve({"", "", "Số 5", "", "", OldAddress{"Lào Cai", "Bắc Hà", "Na Hối"}}, kCountry);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->commune_code, "02680");
  EXPECT_EQ(address->province_code, "15");
  ASSERT_TRUE(address->old);
  EXPECT_EQ(address->old->ward, "Na Hối");
}

TEST(Address, OfADividedWardIsAskedFor) {
  for (const auto* ward : {"Bản Phố", "Tả Chải"}) {
    const auto address = Resolve({"", "", "", "", "", OldAddress{"Lào Cai", "Bắc Hà", ward}}, kCountry);
    ASSERT_FALSE(address) << ward;
    EXPECT_EQ(address.error().code, "place-ambiguous");
  }
}

TEST(Address, ChosenAmongSeveralWinsOverTheOldName) {
  const auto address = Resolve({"", "02683", "", "", "", OldAddress{"Lào Cai", "Bắc Hà", "Tả Chải"}}, kCountry);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->commune_code, "02683");
}

TEST(Address, OfAnUnknownOldWardIsRefused) {
  const auto address = Resolve({"", "", "", "", "", OldAddress{"Lào Cai", "Bắc Hà", "Đâu Đó"}}, kCountry);
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().argument, "old");
}

}  // namespace
}  // namespace orders
