#include "storefront/web/seal.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

const keel::Secret kKey(keel::crypto::Base64Encode("0123456789abcdef0123456789abcdef")),
    kOther(keel::crypto::Base64Encode("another key of thirty-two bytes!"));
const keel::Instant kNow{std::chrono::hours(24 * 365 * 56)};

TEST(FormToken, FitsItsBrowserAlone) {
  const Seal seal(kKey);
  EXPECT_TRUE(seal.IsFormToken("ses_1", seal.FormToken("ses_1")));
  EXPECT_FALSE(seal.IsFormToken("ses_2", seal.FormToken("ses_1")));
  EXPECT_FALSE(seal.IsFormToken("ses_1", ""));
  EXPECT_FALSE(seal.IsFormToken("", seal.FormToken(""))) << "nobody has no token";
  EXPECT_FALSE(seal.IsFormToken("ses_1", Seal(kOther).FormToken("ses_1")));
}

TEST(FormToken, IsAnotherTextEachTime) {
  const Seal seal(kKey);
  const std::string one = seal.FormToken("ses_1"), two = seal.FormToken("ses_1");
  EXPECT_NE(one.substr(0, 32), two.substr(0, 32));
  EXPECT_NE(one.substr(32), two.substr(32));
  EXPECT_TRUE(seal.IsFormToken("ses_1", one));
  EXPECT_TRUE(seal.IsFormToken("ses_1", two));
  EXPECT_FALSE(seal.IsFormToken("ses_1", one.substr(0, 32) + two.substr(32)));
  EXPECT_FALSE(seal.IsFormToken("ses_1", one.substr(32)));
  EXPECT_FALSE(seal.IsFormToken("ses_1", std::string(64, 'z')));
}

TEST(SealedCookie, OpensForItsContextUntilItExpires) {
  const Seal seal(kKey);
  const std::string text = seal.Close("0912 345 678|Lý", "buyer", kNow + std::chrono::minutes(5));
  EXPECT_EQ(seal.Open(text, "buyer", kNow), "0912 345 678|Lý");
  EXPECT_EQ(seal.Open(text, "flash", kNow), std::nullopt);
  EXPECT_EQ(seal.Open(text, "buyer", kNow + std::chrono::minutes(5)), std::nullopt);
  EXPECT_EQ(Seal(kOther).Open(text, "buyer", kNow), std::nullopt);
  EXPECT_EQ(text.find_first_of("+/=;, "), std::string::npos) << "a cookie's letters only";
}

TEST(SealedCookie, RefusesEveryChangedLetter) {
  const Seal seal(kKey);
  const std::string text = seal.Close("phone", "buyer", kNow + std::chrono::minutes(5));
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {  // The last letter may hold unused bits.
    std::string forged = text;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(seal.Open(forged, "buyer", kNow), std::nullopt) << at;
  }
  EXPECT_EQ(seal.Open("", "buyer", kNow), std::nullopt);
  EXPECT_EQ(seal.Open("not base64 at all !!", "buyer", kNow), std::nullopt);
}

}  // namespace
}  // namespace storefront::web
