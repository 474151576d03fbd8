#include "storefront/web/visit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/storefront/peer.hpp"

namespace storefront::web {
namespace {

/// Takes every bearer for the same person, as the key that all services share does until the token expires.
class TakesAll : public keel::auth::Verifier {
 public:
  keel::Result<keel::auth::Principal> Who(const Request& request) const override {
    if (request.Header("authorization").empty())
      return keel::Error{keel::Kind::kUnauthenticated, "sign-in-required", "Sign in."};
    return keel::auth::Principal{.subject = "acc_1", .session_id = "ses_1"};
  }
  keel::Result<keel::auth::Principal> Service(const Request& request) const override { return Who(request); }
};

struct Market {
  Peer peer;
  TakesAll verifier;
  keel::SystemClock clock;
  App app{{.public_url = "http://cho.example",
           .static_dir = std::string(STOREFRONT_SHARE_DIR) + "/storefront",
           .template_dir = std::string(STOREFRONT_SHARE_DIR) + "/templates",
           .locale_dir = std::string(STOREFRONT_SHARE_DIR) + "/locale"},
          {peer, peer, peer, peer, peer},
          verifier,
          keel::Secret(std::string(32, 'k')),
          clock};
};

std::vector<std::string> CookiesOf(const Reply& reply) {
  std::vector<std::string> cookies;
  for (const auto& [name, value] : reply.headers)
    if (name == "Set-Cookie") cookies.push_back(value.substr(0, value.find(';')));
  return cookies;
}

Reply AnsweredWith(int status, const std::string& cookies) {
  Market market;
  Request request;
  request.path = request.target = "/toi";
  request.headers["cookie"] = cookies;
  Visit visit(market.app, request, Visit::Kind::kPersonal);
  return visit.Finish(visit.Fail({.status = status, .code = "session-ended"}));
}

TEST(Visit, ASessionThatEndedElsewhereIsForgottenHereToo) {
  const Reply reply = AnsweredWith(401, "cp_at=still-sound; cp_rt=spent; cp_me=1");
  EXPECT_EQ(reply.status, 303);
  EXPECT_THAT(reply.headers, testing::Contains(testing::Pair("Location", "/vao?tiep=%2Ftoi")));
  EXPECT_THAT(CookiesOf(reply),
              testing::IsSupersetOf({std::string(kAccessCookie) + "=", std::string(kRefreshCookie) + "="}));
}

TEST(Visit, NoOtherRefusalEndsTheSession) {
  for (const int status : {403, 404, 409, 429, 503})
    EXPECT_THAT(CookiesOf(AnsweredWith(status, "cp_at=still-sound; cp_rt=good")),
                testing::Not(testing::Contains(std::string(kRefreshCookie) + "=")))
        << status;
}

/// accounts says when a sign-in that nobody uses is over (SESSION_DAYS, 400 at most); no cookie of ours may be gone
/// before, or a household that comes once a month signs in each time.
TEST(Visit, ASignInLastsAsLongAsAccountsSaysAndNotAsItsCookie) {
  Market market;
  Request request;
  Visit visit(market.app, request, Visit::Kind::kPersonal);
  visit.SignedIn({.access_token = "fresh", .refresh_token = "next", .expires_in_s = 600});
  EXPECT_THAT(visit.Finish(Reply{}).headers,
              testing::Contains(testing::Pair(
                  "Set-Cookie", testing::AllOf(testing::StartsWith(std::string(kRefreshCookie) + "=next;"),
                                               testing::HasSubstr("Max-Age=" + std::to_string(400 * 24 * 3600))))));
}

}  // namespace
}  // namespace storefront::web
