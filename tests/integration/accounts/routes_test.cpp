#include "accounts/http/routes.hpp"

#include <nlohmann/json.hpp>

#include "accounts/http/problems.hpp"
#include "keel/http/client.hpp"
#include "keel/http/server.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using keel::http::Answer;
using keel::http::Method;
using nlohmann::json;

const keel::Secret kInternalKey("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

/// The routes on a real server.
class RoutesTest : public AccountsTest {
 protected:
  RoutesTest() : verifier(keel::auth::Verifier::Make(Keys().public_pem, kInternalKey, clock)) {
    keel::http::RegisterProblems(Problems());
    keel::http::ServerOptions options;
    options.workers = 4;
    server = keel::http::Server::Make(options);
    MountSignInRoutes(*server, *verifier, deps);
    MountMeRoutes(*server, *verifier, deps);
    MountPartyRoutes(*server, *verifier, deps);
    MountMemberRoutes(*server, *verifier, deps);
    MountInternalRoutes(*server, *verifier, deps);
    server->Start();
    client = keel::http::Client::Make("accounts", "http://127.0.0.1:" + std::to_string(server->port()));
  }
  ~RoutesTest() override { server->Drain(std::chrono::seconds(2)); }

  Answer Ask(Method method, const std::string& path, const std::string& body = {}, const std::string& bearer = {},
             const std::string& key_header = {}) {
    keel::http::Ask ask;
    ask.method = method;
    ask.path = path;
    ask.body = body;
    if (!bearer.empty()) ask.headers["authorization"] = "Bearer " + bearer;
    if (!key_header.empty()) ask.headers["idempotency-key"] = key_header;
    const auto answer = client->Send(ask);
    if (!answer) throw std::runtime_error("no answer: " + std::string(answer.error().code));
    return *answer;
  }
  /// Signs in over the wire.
  json SignInHere(const Phone& person) {
    const auto asked = Ask(Method::kPost, "/v1/sign-in/codes", json{{"phone", person.National()}}.dump());
    EXPECT_EQ(asked.status, 202) << asked.body;
    const auto verified =
        Ask(Method::kPost, "/v1/sign-in/verify",
            json{{"challenge_id", asked.Json()["challenge_id"]}, {"code", CodeSentTo(person)}, {"name", "Sùng Thị Mai"}}
                .dump());
    EXPECT_EQ(verified.status, 200) << verified.body;
    return verified.Json();
  }

  std::unique_ptr<keel::auth::Verifier> verifier;
  std::unique_ptr<keel::http::Server> server;
  std::unique_ptr<keel::http::Client> client;
  const Phone phone = NewPhone();
};

TEST_F(RoutesTest, SignInGivesTokensAndNoPhone) {
  const auto me = SignInHere(phone);
  EXPECT_EQ(me["expires_in_s"], 600);
  EXPECT_TRUE(me["is_new"].get<bool>());
  EXPECT_EQ(me["account"]["phone_masked"], phone.Masked());
  EXPECT_EQ(me.dump().find(phone.e164().substr(3)), std::string::npos);
  const auto again = Ask(Method::kGet, "/v1/me", {}, me["access_token"]);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.headers.at("cache-control"), "private, no-store");
  EXPECT_FALSE(again.headers.at("etag").empty());
  EXPECT_EQ(again.Json()["account"]["name"], "Sùng Thị Mai");
}

TEST_F(RoutesTest, ThrottleWith429AndWhenToComeBack) {
  const auto body = json{{"phone", phone.National()}}.dump();
  EXPECT_EQ(Ask(Method::kPost, "/v1/sign-in/codes", body).status, 202);
  const auto refused = Ask(Method::kPost, "/v1/sign-in/codes", body);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.ProblemCode(), "too-many-codes");
  EXPECT_EQ(refused.headers.at("retry-after"), "60");
  EXPECT_EQ(refused.Json()["detail"], "Bạn đã xin mã quá nhiều lần. Hãy thử lại sau 60 giây.");
}

struct BadRow {
  Method method;
  const char* path;
  const char* body;
  int status;
  const char* code;
};

constexpr BadRow kBad[] = {
    {Method::kPost, "/v1/sign-in/codes", "", 400, "malformed-json"},
    {Method::kPost, "/v1/sign-in/codes", "[]", 400, "malformed-json"},
    {Method::kPost, "/v1/sign-in/codes", "{}", 400, "field-missing"},
    {Method::kPost, "/v1/sign-in/codes", R"({"phone":84912345678})", 400, "field-wrong-type"},
    {Method::kPost, "/v1/sign-in/codes", R"({"phone":"02438251234"})", 400, "phone-invalid"},
    {Method::kPost, "/v1/sign-in/verify", R"({"challenge_id":"x","code":"123456"})", 400, "malformed-id"},
    {Method::kPost, "/v1/sign-in/verify", R"({"challenge_id":"chl_01J9ZQ8XW3K5T7V2N4M6P8R0AB","code":"12"})", 400,
     "code-malformed"},
    {Method::kPost, "/v1/sign-in/verify", R"({"challenge_id":"chl_01J9ZQ8XW3K5T7V2N4M6P8R0AB","code":"123456"})", 404,
     "challenge-not-found"},
    {Method::kPost, "/v1/sign-in/password", R"({"phone":"0912345678"})", 400, "field-missing"},
    {Method::kPost, "/v1/sign-in/password", R"({"phone":"0912345678","password":7})", 400, "field-wrong-type"},
    {Method::kPost, "/v1/sessions/refresh", R"({"refresh_token":"nonsense"})", 401, "session-ended"},
    {Method::kGet, "/v1/me", "", 401, "sign-in-required"},
    {Method::kPatch, "/v1/me", "{}", 401, "sign-in-required"},
    {Method::kPut, "/v1/me/password", "{}", 401, "sign-in-required"},
    {Method::kDelete, "/v1/sessions/current", "", 401, "sign-in-required"},
    {Method::kDelete, "/v1/sessions", "", 401, "sign-in-required"},
    {Method::kPost, "/v1/parties", "{}", 401, "sign-in-required"},
    {Method::kGet, "/v1/parties", "", 401, "sign-in-required"},
    {Method::kGet, "/v1/parties/pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "", 401, "sign-in-required"},
    {Method::kPatch, "/v1/parties/pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "{}", 401, "sign-in-required"},
    {Method::kPost, "/v1/parties/pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB/verify", "", 401, "sign-in-required"},
    {Method::kGet, "/v1/parties/pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB/members", "", 401, "sign-in-required"},
    {Method::kGet, "/v1/me/invitations", "", 401, "sign-in-required"},
    {Method::kGet, "/internal/parties/pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "", 401, "sign-in-required"},
    {Method::kGet, "/internal/parties/pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB/contact", "", 401, "sign-in-required"},
};

TEST_F(RoutesTest, AnswerBadRequestsWithTheirCode) {
  for (const auto& row : kBad) {
    SCOPED_TRACE(std::string(row.path) + " " + row.body);
    const auto answer = Ask(row.method, row.path, row.body);
    EXPECT_EQ(answer.status, row.status) << answer.body;
    EXPECT_EQ(answer.ProblemCode(), row.code);
  }
}

TEST_F(RoutesTest, HideSomebodyElsesParty) {
  const std::string owner = SignInHere(phone)["access_token"];
  const std::string stranger = SignInHere(NewPhone())["access_token"];
  const auto made =
      Ask(Method::kPost, "/v1/parties",
          R"({"kind":"household","name":"Hộ bà Mai","province_code":"15","commune_code":"02671"})", owner);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/v1/parties/" + made.Json()["id"].get<std::string>();
  EXPECT_EQ(made.headers.at("location"), path);
  EXPECT_EQ(Ask(Method::kGet, path, {}, owner).status, 200);
  EXPECT_EQ(Ask(Method::kGet, path, {}, stranger).status, 404);
  EXPECT_EQ(Ask(Method::kPatch, path, R"({"version":1,"name":"Của tôi"})", stranger).status, 404);
  EXPECT_EQ(Ask(Method::kGet, path + "/members", {}, stranger).status, 404);
  EXPECT_EQ(Ask(Method::kPost, path + "/verify", {}, owner).status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/v1/parties", {}, owner).status, 403);
  EXPECT_EQ(Ask(Method::kPatch, path, R"({"version":7,"name":"Hộ nhà Mai"})", owner).ProblemCode(),
            "changed-meanwhile");
  EXPECT_EQ(Ask(Method::kPatch, path, R"({"name":"Hộ nhà Mai"})", owner).ProblemCode(), "field-missing");
}

TEST_F(RoutesTest, MakeAPartyOnceAKey) {
  const std::string owner = SignInHere(phone)["access_token"];
  const std::string body = R"({"kind":"household","name":"Hộ bà Mai","province_code":"15","commune_code":"02671"})";
  const auto first = Ask(Method::kPost, "/v1/parties", body, owner, "key-of-mine-0001");
  const auto again = Ask(Method::kPost, "/v1/parties", body, owner, "key-of-mine-0001");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(Ask(Method::kGet, "/v1/me", {}, owner).Json()["memberships"].size(), 1U);
}

TEST_F(RoutesTest, TellServicesAndNobodyElseTheContact) {
  const std::string owner = SignInHere(phone)["access_token"];
  const auto made =
      Ask(Method::kPost, "/v1/parties",
          R"({"kind":"household","name":"Hộ bà Mai","province_code":"15","commune_code":"02671"})", owner);
  const auto path = "/internal/parties/" + made.Json()["id"].get<std::string>() + "/contact";
  EXPECT_EQ(Ask(Method::kGet, path, {}, owner).status, 403);
  const auto bearer =
      keel::auth::ServiceBearer("orders", kInternalKey, clock).substr(std::string_view("Bearer ").size());
  const auto contact = Ask(Method::kGet, path, {}, bearer);
  ASSERT_EQ(contact.status, 200) << contact.body;
  EXPECT_EQ(contact.Json()["phone"], phone.National());
  EXPECT_EQ(contact.Json()["name"], "Hộ bà Mai");
  EXPECT_EQ(Ask(Method::kGet, "/v1/me", {}, bearer).status, 403) << "services have no account";
}

TEST_F(RoutesTest, EndSessionsForTheTokenToo) {
  const std::string token = SignInHere(phone)["access_token"];
  EXPECT_EQ(Ask(Method::kDelete, "/v1/sessions/current", {}, token).status, 204);
  const auto after = Ask(Method::kGet, "/v1/me", {}, token);
  EXPECT_EQ(after.status, 401);
  EXPECT_EQ(after.ProblemCode(), "session-ended");
}

}  // namespace
}  // namespace accounts
