#include <gtest/gtest.h>

#include <stdexcept>

#include "keel/http/router.hpp"

namespace {

using keel::http::Method;
using keel::http::Request;
using keel::http::Router;

Request Asking(Method method, std::string target) {
  Request request;
  request.method = method;
  request.target = std::move(target);
  return request;
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    for (const char* pattern :
         {"/", "/v1/orders", "/v1/orders/:id", "/v1/orders/:id/cancel", "/v1/orders/mine", "/anh/*file"})
      router_.Add(Method::kGet, pattern);
    router_.Add(Method::kPost, "/v1/orders");
    router_.Add(Method::kPost, "/v1/orders/import");
    router_.Add(Method::kDelete, "/v1/orders/:id");
  }
  std::string Route(Method method, std::string target) {
    request_ = Asking(method, std::move(target));
    const auto match = router_.Find(request_);
    if (match.route != nullptr) return match.route->name;
    return match.allow.empty() ? "404" : "405 " + match.allow;
  }
  Router router_;
  Request request_;
};

TEST_F(RouterTest, FindsTheMostParticularPattern) {
  EXPECT_EQ(Route(Method::kGet, "/"), "GET /");
  EXPECT_EQ(Route(Method::kGet, "/v1/orders?limit=3"), "GET /v1/orders");
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/mine"), "GET /v1/orders/mine");
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/ord_1"), "GET /v1/orders/:id");
  EXPECT_EQ(request_.Param("id"), "ord_1");
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/ord_1/cancel"), "GET /v1/orders/:id/cancel");
}

TEST_F(RouterTest, GoesOnWhereTheParticularOneHasNotTheMethod) {
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/import"), "GET /v1/orders/:id");
  EXPECT_EQ(Route(Method::kDelete, "/v1/orders/mine"), "DELETE /v1/orders/:id");
}

TEST_F(RouterTest, DecodesParametersAndKeepsAnEncodedSlashInside) {
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/mat%20ong%2Frung"), "GET /v1/orders/:id");
  EXPECT_EQ(request_.Param("id"), "mat ong/rung");
  EXPECT_EQ(Route(Method::kGet, "/v1/%6Frders"), "GET /v1/orders");
}

TEST_F(RouterTest, GivesTheRestWhole) {
  EXPECT_EQ(Route(Method::kGet, "/anh/a/b%20c.jpg"), "GET /anh/*file");
  EXPECT_EQ(request_.Param("file"), "a/b c.jpg");
  EXPECT_EQ(Route(Method::kGet, "/anh/"), "404");
}

TEST_F(RouterTest, AnswersHeadByGetAndNamesWhatIsAllowed) {
  EXPECT_EQ(Route(Method::kHead, "/v1/orders/ord_1"), "GET /v1/orders/:id");
  EXPECT_EQ(Route(Method::kPut, "/v1/orders"), "405 GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(Route(Method::kPost, "/v1/orders/ord_1"), "405 GET, HEAD, DELETE, OPTIONS");
}

TEST_F(RouterTest, FindsNothingElse) {
  for (const char* target : {"/v1", "/v1/orders/", "/v1//orders", "//", "/v1/orders/a/b", "/x"})
    EXPECT_EQ(Route(Method::kGet, target), "404") << target;
}

TEST_F(RouterTest, TakesNoNameThatIsNotPlainAscii) {
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/m%E1%BA%ADt-ong"), "404") << "such an id would be a fault in the database";
  EXPECT_EQ(Route(Method::kGet, "/v1/orders/m\u1EADt-ong"), "404");
  EXPECT_EQ(Route(Method::kDelete, "/v1/orders/%FF"), "404");
  EXPECT_EQ(Route(Method::kGet, "/anh/%E1%BA%ADnh.jpg"), "GET /anh/*file") << "files may be named as people like";
}

TEST_F(RouterTest, StandsAVeryLongPath) {
  std::string target;
  for (int i = 0; i < 4'000; ++i) target += "/a";
  EXPECT_EQ(Route(Method::kGet, target), "404");
}

TEST(Router, RefusesPatternsThatContradictEachOther) {
  Router router;
  router.Add(Method::kGet, "/a/:id");
  EXPECT_THROW(router.Add(Method::kGet, "/a/:name/x"), std::logic_error);
  EXPECT_THROW(router.Add(Method::kGet, "a"), std::logic_error);
  EXPECT_THROW(router.Add(Method::kGet, "/b/*rest/more"), std::logic_error);
}

}  // namespace
