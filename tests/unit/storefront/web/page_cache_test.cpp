#include "storefront/web/page_cache.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

using Clock = std::chrono::steady_clock;

std::shared_ptr<const CachedPage> Page(std::string body, std::vector<std::string> tags = {}) {
  return MakeCachedPage(std::move(body), "text/html", std::move(tags), std::chrono::hours(1));
}

std::string HeaderOf(const keel::http::Reply& reply, std::string_view name) {
  for (const auto& [header, value] : reply.headers) {
    if (header == name) return value;
  }
  return {};
}

TEST(PageCache, KeepsUntilItsTimeIsOver) {
  PageCache pages(1 << 20);
  pages.Put("a", Page("text"), pages.Ticket());
  EXPECT_NE(pages.Find("a", Clock::now()), nullptr);
  EXPECT_EQ(pages.Find("a", Clock::now() + std::chrono::hours(2)), nullptr);
  EXPECT_EQ(pages.bytes(), 0U);
}

TEST(PageCache, DoesNotKeepAPageMadeOfDataThatWasDroppedMeanwhile) {
  PageCache pages(1 << 20);
  const auto ticket = pages.Ticket();
  pages.Drop("product:1");
  pages.Put("old", Page("old", {"product:1"}), ticket);
  pages.Put("fresh", Page("fresh", {"product:2"}), ticket);
  EXPECT_EQ(pages.Find("old", Clock::now()), nullptr);
  EXPECT_NE(pages.Find("fresh", Clock::now()), nullptr);
  const auto before = pages.Ticket();
  pages.DropAll();
  pages.Put("fresh", Page("fresh"), before);
  EXPECT_EQ(pages.Find("fresh", Clock::now()), nullptr);
}

TEST(PageCache, LetsTheLeastUsedGoWhenFull) {
  const std::string large(4'000, 'x');
  PageCache pages(12'000);
  pages.Put("a", Page(large + "a"), pages.Ticket());
  pages.Put("b", Page(large + "b"), pages.Ticket());
  ASSERT_NE(pages.Find("a", Clock::now()), nullptr);
  pages.Put("c", Page(large + "c"), pages.Ticket());
  EXPECT_NE(pages.Find("a", Clock::now()), nullptr);
  EXPECT_EQ(pages.Find("b", Clock::now()), nullptr);
  EXPECT_LE(pages.bytes(), 12'000U);
}

TEST(PageReply, SendsTheSmallestFormTheBrowserTakes) {
  const auto page = Page(std::string(2'000, 'a'));
  keel::http::Request request;
  EXPECT_EQ(ReplyFrom(request, *page, "public").body, page->plain.body);
  request.headers["accept-encoding"] = "gzip, deflate, br";
  auto reply = ReplyFrom(request, *page, "public");
  EXPECT_EQ(HeaderOf(reply, "Content-Encoding"), "br");
  EXPECT_LT(reply.body.size(), 200U);
  request.headers["accept-encoding"] = "gzip, br;q=0";
  EXPECT_EQ(HeaderOf(ReplyFrom(request, *page, "public"), "Content-Encoding"), "gzip");
}

TEST(PageReply, Answers304ForTheFormTheBrowserHas) {
  const auto page = Page("text");
  keel::http::Request request;
  request.headers["if-none-match"] = '"' + page->plain.etag + '"';
  const auto reply = ReplyFrom(request, *page, "public, max-age=1");
  EXPECT_EQ(reply.status, 304);
  EXPECT_TRUE(reply.body.empty());
  EXPECT_EQ(HeaderOf(reply, "Cache-Control"), "public, max-age=1");
  request.headers["accept-encoding"] = "br";
  EXPECT_EQ(ReplyFrom(request, *page, "public").status, 200) << "the tag was of another form";
}

}  // namespace
}  // namespace storefront::web
