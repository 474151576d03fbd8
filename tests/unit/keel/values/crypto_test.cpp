#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"

namespace keel::crypto {
namespace {

const Secret kKey(Base64Encode(std::string(32, 'k')));

TEST(FieldKey, OpensWhatItSealed) {
  const FieldKey key(kKey);
  for (const auto& plain :
       std::vector<std::string>{"", "+84912345678", "Thôn Sủng Máng, gần chợ phiên", std::string(5'000, '\0')}) {
    const auto sealed = key.Seal(plain, "orders.phone");
    EXPECT_EQ(key.Open(sealed, "orders.phone"), plain);
    EXPECT_EQ(sealed.size(), plain.size() + 24 + 16);
  }
  EXPECT_NE(key.Seal("x", "c"), key.Seal("x", "c")) << "the same text must not look the same twice";
}

TEST(FieldKey, RefusesATamperedField) {
  const FieldKey key(kKey);
  const auto sealed = key.Seal("+84912345678", "orders.phone");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto tampered = sealed;
    tampered[at] = static_cast<char>(tampered[at] ^ 1);
    EXPECT_THROW(key.Open(tampered, "orders.phone"), std::runtime_error) << at;
  }
  EXPECT_THROW(key.Open(sealed.substr(0, sealed.size() - 1), "orders.phone"), std::runtime_error);
  EXPECT_THROW(key.Open("", "orders.phone"), std::runtime_error);
}

TEST(FieldKey, RefusesAnotherContextAndAnotherKey) {
  const auto sealed = FieldKey(kKey).Seal("0912", "orders.phone");
  EXPECT_THROW(FieldKey(kKey).Open(sealed, "orders.address"), std::runtime_error);
  EXPECT_THROW(FieldKey(Secret(Base64Encode(std::string(32, 'l')))).Open(sealed, "orders.phone"), std::runtime_error);
}

TEST(FieldKey, RefusesABadKey) {
  for (const auto& bad :
       std::vector<std::string>{"", "short", "not base64 at all!!", Base64Encode(std::string(31, 'k'))})
    EXPECT_THROW(FieldKey{Secret(bad)}, std::invalid_argument);
}

TEST(BlindIndex, IsStableAndKeyed) {
  const FieldKey key(kKey);
  // The value itself is pinned: a change would make every stored index useless.
  EXPECT_EQ(key.BlindIndex("+84912345678", "accounts.phone"),
            FieldKey(kKey).BlindIndex("+84912345678", "accounts.phone"));
  EXPECT_EQ(key.BlindIndex("+84912345678", "accounts.phone"), "3a3f371c5cf380a60adea67633b099dc");
  EXPECT_NE(key.BlindIndex("+84912345678", "orders.phone"), key.BlindIndex("+84912345678", "accounts.phone"));
  EXPECT_NE(key.BlindIndex("b", "a"), key.BlindIndex("", "ab")) << "context and text must not run together";
  EXPECT_NE(FieldKey(Secret(Base64Encode(std::string(32, 'l')))).BlindIndex("b", "a"), key.BlindIndex("b", "a"));
}

TEST(Hashes, MatchPublishedVectors) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // RFC 4231, cases 2 and 6 (a key longer than a block).
  EXPECT_EQ(HmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(HmacSha256Hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Base64, HasNoLettersBeyondAscii) {
  for (const std::string text : {"AAAAA\xC1"
                                 "AA",
                                 "\xEE___", "AAA\xC3"})
    EXPECT_EQ(Base64Decode(text), "");
}

TEST(Base64, GoesThereAndBack) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob"}) EXPECT_EQ(Base64Decode(Base64Encode(bytes)), bytes);
  EXPECT_EQ(Base64Encode("foob"), "Zm9vYg==");
  for (const std::string bad : {"Zm9vYg", "Zm9v!", "Zm9vYg==x", "====", "Zm 9v"})
    EXPECT_EQ(Base64Decode(bad), "") << bad;
}

TEST(SameBytes, ComparesWholly) {
  EXPECT_TRUE(SameBytes("", ""));
  EXPECT_TRUE(SameBytes("abc", "abc"));
  EXPECT_FALSE(SameBytes("abc", "abd"));
  EXPECT_FALSE(SameBytes("abc", "ab"));
}

TEST(RandomToken, IsUrlSafeAndNeverTheSame) {
  const auto token = RandomToken(32);
  EXPECT_EQ(token.size(), 43u);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  EXPECT_NE(token, RandomToken(32));
}

}  // namespace
}  // namespace keel::crypto
