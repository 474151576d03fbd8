#include "catalog/http/hot_cache.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

using namespace std::chrono_literals;

const keel::Instant kNow{1'700'000'000'000ms};

keel::http::Request Ask(std::string accept_encoding = {}) {
  keel::http::Request request;
  if (!accept_encoding.empty()) request.headers["accept-encoding"] = std::move(accept_encoding);
  return request;
}

std::string HeaderOf(const keel::http::Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return {};
}

HotCache::Fresh Of(std::string body, std::vector<std::string> tags = {"prd_1"}, TrueWhile span = {}) {
  return {std::move(body), std::move(tags), span};
}

TEST(HotCache, AnswersTheBytesItWasGiven) {
  HotCache cache(1 << 20);
  EXPECT_FALSE(cache.Find(Ask(), "p:x", kNow));
  cache.Put(Ask(), "p:x", Of("{}"), cache.Before());
  const auto reply = cache.Find(Ask(), "p:x", kNow);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "{}");
  EXPECT_EQ(HeaderOf(*reply, "Vary"), "Accept-Encoding");
  auto again = Ask();
  again.headers["if-none-match"] = HeaderOf(*reply, "ETag");
  EXPECT_EQ(cache.Find(again, "p:x", kNow)->status, 304);
}

TEST(HotCache, CompressesOncePerEncodingWithATagOfItsOwn) {
  HotCache cache(1 << 20);
  const std::string body = "{\"a\":\"" + std::string(2'000, 'x') + "\"}";
  cache.Put(Ask("gzip"), "p:x", Of(body), cache.Before());
  EXPECT_FALSE(cache.Find(Ask("gzip, br"), "p:x", kNow)) << "Brotli is liked better and not made yet";
  cache.Put(Ask("gzip, br"), "p:x", Of(body), cache.Before());
  const auto plain = cache.Find(Ask(), "p:x", kNow), gzip = cache.Find(Ask("gzip"), "p:x", kNow),
             brotli = cache.Find(Ask("br;q=1.0, gzip;q=0.5"), "p:x", kNow),
             refused = cache.Find(Ask("br;q=0, gzip;q=0"), "p:x", kNow);
  ASSERT_TRUE(plain && gzip && brotli && refused);
  EXPECT_EQ(HeaderOf(*gzip, "Content-Encoding"), "gzip");
  EXPECT_EQ(HeaderOf(*brotli, "Content-Encoding"), "br");
  EXPECT_EQ(refused->body, body);
  EXPECT_LT(gzip->body.size(), 200u);
  EXPECT_NE(HeaderOf(*plain, "ETag"), HeaderOf(*gzip, "ETag"));
  EXPECT_NE(HeaderOf(*brotli, "ETag"), HeaderOf(*gzip, "ETag"));
}

TEST(HotCache, DropsByAnyTag) {
  HotCache cache(1 << 20);
  cache.Put(Ask(), "p:x", Of("{}", {"prd_1", "sho_1"}), cache.Before());
  cache.Put(Ask(), "p:y", Of("{}", {"prd_2", "sho_1"}), cache.Before());
  cache.Drop("prd_1");
  EXPECT_FALSE(cache.Find(Ask(), "p:x", kNow));
  EXPECT_TRUE(cache.Find(Ask(), "p:y", kNow));
  cache.Drop("sho_1");
  EXPECT_FALSE(cache.Find(Ask(), "p:y", kNow));
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(HotCache, DoesNotKeepWhatWasReadBeforeAChange) {
  HotCache cache(1 << 20);
  const auto before = cache.Before();
  cache.Drop("prd_1");  // Somebody saved while we read.
  cache.Put(Ask(), "p:x", Of("old"), before);
  EXPECT_FALSE(cache.Find(Ask(), "p:x", kNow));
  cache.Put(Ask(), "p:x", Of("new"), cache.Before());
  EXPECT_EQ(cache.Find(Ask(), "p:x", kNow)->body, "new");
}

TEST(HotCache, DropsAStarAtTheInstantItEnds) {
  HotCache cache(1 << 20);
  const TrueWhile span{kNow - 1h, kNow + 1h};
  for (const auto at : {kNow + 1h, kNow - 2h}) {
    cache.Put(Ask(), "p:x", Of("{}", {"prd_1"}, span), cache.Before());
    EXPECT_TRUE(cache.Find(Ask(), "p:x", kNow + 1h - 1ms));
    EXPECT_FALSE(cache.Find(Ask(), "p:x", at));
  }
}

TEST(HotCache, StaysWithinItsBytesAndForgetsTheLeastUsed) {
  HotCache cache(100'000);
  for (int i = 0; i < 100; ++i) {
    cache.Put(Ask(), "p:" + std::to_string(i), Of(std::string(4'000, 'x'), {"t" + std::to_string(i)}), cache.Before());
    cache.Find(Ask(), "p:0", kNow);
    ASSERT_LE(cache.bytes(), 100'000u);
  }
  EXPECT_TRUE(cache.Find(Ask(), "p:0", kNow));
  EXPECT_TRUE(cache.Find(Ask(), "p:99", kNow));
  EXPECT_FALSE(cache.Find(Ask(), "p:1", kNow));
}

}  // namespace
}  // namespace catalog
