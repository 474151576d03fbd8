#include "storefront/web/page_key.hpp"

#include <gtest/gtest.h>

#include "keel/http/client.hpp"

namespace storefront::web {
namespace {

using keel::http::Request;

const std::vector<std::string_view> kNames = {"q", "sao", "sau"};

Request Asked(std::string path, std::vector<std::pair<std::string, std::string>> query, std::string target = {}) {
  Request request;
  request.path = std::move(path);
  request.target = target.empty() ? request.path : std::move(target);
  request.query = std::move(query);
  return request;
}

TEST(PageKey, TwoAddressesNeverShareAPage) {
  // What the value holds once decoded, beside the fields it would like to be taken for.
  const std::vector<std::pair<Request, Request>> pairs = {
      {Asked("/tim", {{"q", "x\nsao=4"}}), Asked("/tim", {{"q", "x"}, {"sao", "4"}})},
      {Asked("/tim", {{"q", "x&sao=4"}}), Asked("/tim", {{"q", "x"}, {"sao", "4"}})},
      {Asked("/tim", {{"q", "x%26sao=4"}}), Asked("/tim", {{"q", "x&sao=4"}})},
      {Asked("/tim?q=x", {}), Asked("/tim", {{"q", "x"}})},
      {Asked("/gian-hang/a\nsau=b", {}), Asked("/gian-hang/a", {{"sau", "b"}})},
      {Asked("/gian-hang/a", {{"lang", "vi"}}), Asked("/gian-hang/a", {})},
      {Asked("/gian-hang/a", {{"lang", "en"}}), Asked("/gian-hang/a", {{"lang", "vi"}})},
  };
  for (const auto& [one, other] : pairs)
    EXPECT_NE(PageKey(one, kNames), PageKey(other, kNames)) << PageKey(one, kNames);
}

TEST(PageKey, WhatThePageDoesNotDependOnMakesNoOther) {
  const auto plain = PageKey(Asked("/tim", {{"q", "chè"}, {"sao", "4"}}), kNames);
  EXPECT_EQ(plain, "vi/tim?q=ch%C3%A8&sao=4");
  EXPECT_EQ(PageKey(Asked("/tim", {{"sao", "4"}, {"fbclid", "abc"}, {"q", "chè"}, {"sau", ""}}), kNames), plain);
  EXPECT_EQ(PageKey(Asked("/tim", {{"q", "chè"}, {"sao", "4"}, {"q", "mật"}}), kNames), plain);
}

TEST(ForEveryone, HoldsNothingTheReaderBroughtButWhatIsKept) {
  const auto request = ForEveryone(
      Asked("/gian-hang/ban pho", {{"fbclid", "IwAR0"}, {"sau", "c 2"}, {"lang", "en"}, {"sau", "3"}, {"q", ""}},
            "/gian-hang/%62an%20pho?fbclid=IwAR0&sau=c%202&lang=en&sau=3&q="),
      kNames);
  EXPECT_EQ(request.path, "/gian-hang/ban pho");
  EXPECT_EQ(request.target, "/gian-hang/ban%20pho?sau=c%202");
  EXPECT_EQ(request.query, (std::vector<std::pair<std::string, std::string>>{{"sau", "c 2"}, {"lang", "en"}}));
  EXPECT_EQ(ForEveryone(Asked("/", {{"lang", "xx"}}, "/?lang=xx"), {}).query.size(), 0U);
}

}  // namespace
}  // namespace storefront::web
