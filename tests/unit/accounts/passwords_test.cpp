#include "accounts/domain/passwords.hpp"

#include <gtest/gtest.h>

#include "accounts/flows/password_hasher.hpp"

namespace accounts {
namespace {

const keel::Instant kNow = *keel::FromRfc3339("2026-11-21T08:00:00Z");

std::string_view Verdict(std::string_view password) {
  const auto fit = CheckPassword(password, Phone::FromRow("+84912345678"));
  return fit ? "" : fit.error().code;
}

TEST(Passwords, AreLongEnoughAndNotGuessed) {
  EXPECT_EQ(Verdict("mật ong rừng"), "");
  EXPECT_EQ(Verdict("chợ phiên"), "");  // Nine letters, more bytes.
  EXPECT_EQ(Verdict("ngắn"), "password-too-short");
  EXPECT_EQ(Verdict("đđđđđđđ"), "password-too-short");  // Seven letters in fourteen bytes.
  EXPECT_EQ(Verdict(std::string(128, 'x') + "y"), "password-too-long");
  EXPECT_EQ(Verdict("aaaaaaaa"), "password-too-simple");
  EXPECT_EQ(Verdict("12345678"), "password-too-simple");
  EXPECT_EQ(Verdict("87654321"), "password-too-simple");
  EXPECT_EQ(Verdict("0912345678"), "password-too-simple");
  EXPECT_EQ(Verdict("+84 912 345 678"), "password-too-simple");
  EXPECT_EQ(Verdict("0987654321"), "");  // Somebody else's number is no rule of ours.
}

TEST(Passwords, AreTriedFiveTimesAPhoneAndThirtyAnAddress) {
  const auto oldest = kNow - std::chrono::minutes(5);
  EXPECT_TRUE(MayTryPassword(4, 29, oldest, kNow));
  for (const auto& [phone, address] : {std::pair(5, 0), std::pair(0, 30)}) {
    const auto may = MayTryPassword(phone, address, oldest, kNow);
    ASSERT_FALSE(may);
    EXPECT_EQ(may.error().code, "too-many-tries");
    EXPECT_EQ(may.error().retry_after_s, 600);
  }
}

TEST(PasswordHasher, KnowsTheRightOne) {
  PasswordHasher hasher(2);
  const keel::Secret right("mật ong rừng");
  const auto hash = hasher.Hash(right);
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$"));
  EXPECT_EQ(hash->find("ong"), std::string::npos);
  EXPECT_TRUE(*hasher.Matches(*hash, right));
  EXPECT_FALSE(*hasher.Matches(*hash, keel::Secret("mật ong nhà")));
  EXPECT_NE(*hash, *hasher.Hash(right));  // Salted.
}

TEST(PasswordHasher, MatchesNobodyWithoutAHash) {
  PasswordHasher hasher(1);
  EXPECT_FALSE(*hasher.Matches("", keel::Secret("mật ong rừng")));
}

}  // namespace
}  // namespace accounts
