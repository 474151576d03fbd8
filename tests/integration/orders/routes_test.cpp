#include "orders/http/routes.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/client.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/problems.hpp"
#include "tests/integration/orders/house.hpp"

/// The routes, over a socket, on a real database: what a client sees.
namespace orders {
namespace {

using keel::http::Answer;
using keel::http::Method;
using nlohmann::json;
using test::House;

/// "Bearer a" is the owner of shop a, "Bearer operator" an operator, "Bearer svc" a service, "Bearer stale" no good.
class WordForWord : public keel::auth::Verifier {
 public:
  keel::Result<keel::auth::Principal> Who(const keel::http::Request& request) const override {
    const auto header = request.Header("authorization");
    if (!header.starts_with("Bearer "))
      return keel::Error{keel::Kind::kUnauthenticated, "sign-in-required", "Sign in."};
    const std::string name(header.substr(7));
    if (name == "stale") return keel::Error{keel::Kind::kUnauthenticated, "token-expired", "Sign in again."};
    auto who = test::OwnerOf(name);
    who.is_operator = name == "operator";
    if (name == "svc") who.subject = "svc:shipping";
    return who;
  }
  keel::Result<keel::auth::Principal> Service(const keel::http::Request& request) const override {
    auto who = Who(request);
    if (who && !who->IsService()) return keel::Error{keel::Kind::kForbidden, "not-allowed", "Not a service."};
    return who;
  }
};

class Routes : public testing::Test {
 protected:
  Routes()
      : lookups(redis),
        site{house.context(),
             verifier,
             house.desk(),
             lookups,
             [](const FreightQuestion&, auto) -> keel::Result<std::vector<FreightOption>> {
               return std::vector<FreightOption>{{"ghn", "2", "Chuẩn", keel::Money::Vnd(25'000), 48, false}};
             },
             [](const std::string&) -> keel::Result<Contact> {
               return Contact{"Hộ a", "0987654321"};
             },
             {[this](const std::string& bytes) -> keel::Result<KeptPhoto> {
                if (bytes != "a photo")
                  return keel::Error{keel::Kind::kInvalid, "photo-not-an-image", "That is no photo."};
                ++kept;
                return KeptPhoto{"0123456789abcdef", {160, 400}};
              },
              [](const std::string& name, int width) -> keel::Result<std::string> {
                return name + "-" + std::to_string(width);
              }}} {
    keel::http::RegisterProblems(Problems());
    keel::http::ServerOptions options;
    options.workers = 4;
    server = keel::http::Server::Make(options);
    MountCartRoutes(*server, site);
    MountPlaceRoutes(*server, house.context().places);
    MountPurchaseRoutes(*server, site);
    MountBuyerRoutes(*server, site);
    MountSellerRoutes(*server, site);
    MountAmendRoutes(*server, site);
    MountReplyRoutes(*server, site, "reply-secret");
    MountClockRoutes(*server, site);
    MountCaseRoutes(*server, site);
    MountEvidenceRoutes(*server, site);
    MountSubstituteRoutes(*server, site);
    MountStockRoutes(*server, site);
    MountBoardRoutes(*server, site);
    MountInternalRoutes(*server, site);
    server->Start();
    client = keel::http::Client::Make("orders", "http://127.0.0.1:" + std::to_string(server->port()));
    house.Offered("honey", "a", 100'000, 20);
  }
  ~Routes() override { server->Drain(std::chrono::seconds(2)); }

  Answer Ask(Method method, const std::string& path, const std::string& body = "", const std::string& token = "",
             const std::string& key = "") {
    keel::http::Ask ask{method, path, body};
    if (!token.empty()) ask.headers["authorization"] = "Bearer " + token;
    if (!key.empty()) ask.headers["idempotency-key"] = key;
    ask.headers["x-real-ip"] = "192.0.2.7";
    auto answer = client->Send(ask);
    EXPECT_TRUE(answer) << path;
    return answer ? *answer : Answer{};
  }
  json Cart() { return Ask(Method::kPost, "/v1/carts", "{}").Json(); }
  std::string FullCart() {
    const auto id = Cart()["id"].get<std::string>();
    EXPECT_EQ(
        Ask(Method::kPost, "/v1/carts/" + id + "/lines", json{{"variant_id", test::VariantId("honey")}}.dump()).status,
        200);
    return id;
  }
  std::string Evidence(const std::string& code) {
    const auto sent = Ask(Method::kPost, "/v1/orders/" + code + "/evidence?phone=0912345678", "a photo");
    EXPECT_EQ(sent.status, 201) << sent.body;
    return sent.Json()["id"];
  }
  json Purchase(const std::string& cart) {
    return {{"cart_id", cart},
            {"buyer", {{"name", "Giàng A Páo"}, {"phone", "0912 345 678"}}},
            {"address", {{"province_code", "15"}, {"commune_code", "02680"}, {"hamlet", "thôn Na Áng"}}},
            {"payment", "cod"}};
  }

  House house;
  WordForWord verifier;
  test::FakeRedis redis;
  LookupLimit lookups;
  int kept = 0;
  Site site;
  std::unique_ptr<keel::http::Server> server;
  std::unique_ptr<keel::http::Client> client;
};

TEST_F(Routes, FromAnEmptyCartToACancelledOrder) {
  const auto made = Ask(Method::kPost, "/v1/carts", "{}");
  ASSERT_EQ(made.status, 201);
  const auto id = made.Json()["id"].get<std::string>();
  const auto put = Ask(Method::kPut, "/v1/carts/" + id + "/lines/" + test::VariantId("honey"), R"({"quantity":2})");
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.Json()["shops"][0]["lines"][0]["line_total"], (json{{"amount", 200'000}, {"currency", "VND"}}));
  EXPECT_EQ(put.Json()["shops"][0]["lines"][0]["available"], 20);
  const auto quote =
      Ask(Method::kPost, "/v1/carts/" + id + "/quote", R"({"address":{"province_code":"15","commune_code":"02680"}})");
  ASSERT_EQ(quote.status, 200) << quote.body;
  EXPECT_EQ(quote.Json()["total"]["amount"], 225'000);
  auto body = Purchase(id);
  body["expected_total"] = quote.Json()["total"];
  const auto placed = Ask(Method::kPost, "/v1/purchases", body.dump(), "", "key-00000001");
  ASSERT_EQ(placed.status, 201) << placed.body;
  const auto order = placed.Json()["orders"][0];
  EXPECT_EQ(order["state"], "confirmed");
  EXPECT_EQ(order["carrier"], "ghn");
  const auto code = order["code"].get<std::string>();
  const auto tracked = Ask(Method::kGet, "/v1/orders/" + code + "?phone=%2B84912345678");
  ASSERT_EQ(tracked.status, 200) << tracked.body;
  EXPECT_EQ(tracked.Json()["buyer"]["phone"], "091•••5678");
  EXPECT_EQ(tracked.Json()["buyer"]["name"], "G… A… Páo");
  EXPECT_EQ(tracked.body.find("Na Áng"), std::string::npos) << "the street is masked";
  EXPECT_EQ(tracked.headers.at("cache-control"), "private, no-store");
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345679").status, 404);
  EXPECT_EQ(Ask(Method::kGet, "/v1/purchases/" + placed.Json()["id"].get<std::string>() + "?phone=0912345678").status,
            200);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/cancel", R"({"phone":"0912345678"})").Json()["state"],
            "cancelled");
  EXPECT_EQ(house.LevelOf("honey"), (Level{20, 0}));
}

TEST_F(Routes, TheSellersWay) {
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "key-00000001");
  ASSERT_EQ(placed.status, 201) << placed.body;
  const auto id = placed.Json()["orders"][0]["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "{}", "a").status, 400) << "needs a key";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "{}", "", "key-00000002").status, 401);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "{}", "stale", "key-00000002").status, 401);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "{}", "b", "key-00000002").status, 404);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/pack", "{}", "a", "key-00000003").status, 409)
      << "not accepted yet";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "{}", "a", "key-00000002").Json()["state"], "accepted");
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/pack", R"({"grams":1700})", "a", "key-00000003").Json()["state"],
            "packed");
  const auto shown = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a");
  ASSERT_EQ(shown.status, 200);
  EXPECT_EQ(shown.Json()["address"]["hamlet"], "thôn Na Áng");
  EXPECT_EQ(shown.Json()["buyer"]["phone"], "0912345678");
  EXPECT_EQ(shown.Json()["grams"], 1'700);
  EXPECT_EQ(Ask(Method::kGet, "/v1/seller/orders/" + id, "", "b").status, 404);
  EXPECT_EQ(Ask(Method::kGet, "/v1/seller/orders/" + id, "", "operator").status, 200);
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders/" + id, "", "b").status, 404);
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders/" + id).status, 401);
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders?shop_id=" + test::ShopIdOf("a"), "", "a").Json()["items"].size(), 1U);
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders?all=1", "", "a").status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders?all=1", "", "operator").Json()["items"].size(), 1U);
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders", "", "a").status, 400);
  EXPECT_EQ(Ask(Method::kGet, "/v1/boards/shop/" + test::ShopIdOf("a"), "", "a").Json()["counts"]["packed"], 1);
  EXPECT_EQ(Ask(Method::kGet, "/v1/boards/shop/" + test::ShopIdOf("a"), "", "b").status, 404);
  EXPECT_EQ(Ask(Method::kGet, "/v1/stock?shop_id=" + test::ShopIdOf("a"), "", "a").Json()["items"][0]["free"], 19);
  EXPECT_EQ(Ask(Method::kPut, "/v1/stock/" + test::VariantId("honey"), R"({"on_hand":7})", "a").Json()["free"], 6);
  EXPECT_EQ(
      Ask(Method::kGet, "/v1/stock/" + test::VariantId("honey") + "/movements?limit=2", "", "a").Json()["items"].size(),
      2U);
  const auto consignment = Ask(Method::kGet, "/internal/orders/" + id + "/consignment", "", "svc");
  ASSERT_EQ(consignment.status, 200) << consignment.body;
  EXPECT_EQ(consignment.Json()["cod_amount"], 130'000);
  EXPECT_EQ(consignment.Json()["to"]["line"], "thôn Na Áng");
  EXPECT_EQ(Ask(Method::kGet, "/internal/orders/" + id + "/consignment", "", "a").status, 403);
}

TEST_F(Routes, ListsPageByCursor) {
  for (int i = 0; i < 5; ++i) {
    house.clock().Advance(std::chrono::seconds(1));
    house.Placed("honey", 1);
  }
  std::string path = "/v1/orders?limit=2&shop_id=" + test::ShopIdOf("a");
  std::size_t seen = 0;
  for (std::string cursor; seen == 0 || !cursor.empty();) {
    const auto page =
        Ask(Method::kGet, path + (cursor.empty() ? "" : "&cursor=" + keel::http::UrlEncode(cursor)), "", "a").Json();
    seen += page["items"].size();
    cursor = page.value("next", "");
  }
  EXPECT_EQ(seen, 5U);
  EXPECT_EQ(Ask(Method::kGet, path + "&cursor=nonsense", "", "a").ProblemCode(), "cursor-invalid");
}

TEST_F(Routes, WrongLookupsAreSlowedDownAndRightOnesNot) {
  const auto order = house.Placed("honey", 1);
  const auto path = "/v1/orders/" + order.code.text() + "?phone=";
  for (int i = 0; i < 30; ++i) ASSERT_EQ(Ask(Method::kGet, path + "0912345678").status, 200);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(Ask(Method::kGet, path + "091234567" + std::to_string(i % 8)).status, 404);
  const auto refused = Ask(Method::kGet, path + "0912345671");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.ProblemCode(), "too-many-lookups");
}

struct Bad {
  const char* name;
  Method method;
  const char* path;
  const char* body;
  int status;
  const char* code;
  friend void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }
};

// CART stands for a cart with a line in it.
const Bad kBad[] = {
    {"NotJson", Method::kPost, "/v1/purchases", "{", 400, "malformed-json"},
    {"NotAnObject", Method::kPost, "/v1/purchases", "[1]", 400, "malformed-json"},
    {"Nothing", Method::kPost, "/v1/purchases", "{}", 400, "field-missing"},
    {"NoPhone", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A"},"address":{"commune_code":"02680"},"payment":"cod"})", 400,
     "field-missing"},
    {"BadPhone", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"12345"},"address":{"commune_code":"02680"},"payment":"cod"})",
     400, "phone-invalid"},
    {"UnknownCommune", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"99999"},"payment":"cod"})",
     400, "place-unknown"},
    {"DividedWard", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"old":{"province":"Lào Cai","district":"Bắc Hà","ward":"Bản Phố"}},"payment":"cod"})",
     400, "place-ambiguous"},
    {"UnknownPayment", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"gold"})",
     400, "field-unknown-value"},
    {"PaymentsOfTheWrongType", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payments":[1]})",
     400, "field-wrong-type"},
    {"FreightOfTheWrongType", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod","freight":{"x":7}})",
     400, "field-wrong-type"},
    {"NegativeTotal", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod","expected_total":{"amount":-1}})",
     400, "field-out-of-range"},
    {"ControlCharacters", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A\u0000B","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod"})",
     400, "field-not-text"},
    {"UnknownCart", Method::kPost, "/v1/purchases",
     R"({"cart_id":"crt_00000000000000000000000000","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod"})",
     404, "cart-not-found"},
    {"CartIdThatIsNone", Method::kPost, "/v1/purchases",
     R"({"cart_id":"' OR 1=1","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod"})",
     400, "malformed-id"},
    {"QuantityOfTheWrongType", Method::kPost, "/v1/carts/CART/lines", R"({"variant_id":"VARIANT","quantity":"2"})", 400,
     "field-wrong-type"},
    {"QuantityTooLarge", Method::kPost, "/v1/carts/CART/lines", R"({"variant_id":"VARIANT","quantity":1000})", 400,
     "quantity-out-of-range"},
    {"QuantityHuge", Method::kPost, "/v1/carts/CART/lines",
     R"({"variant_id":"VARIANT","quantity":99999999999999999999})", 400, "field-wrong-type"},
    {"QuantityNegative", Method::kPut, "/v1/carts/CART/lines/VARIANT", R"({"quantity":-1})", 400, "field-out-of-range"},
    {"UnknownVariant", Method::kPost, "/v1/carts/CART/lines", R"({"variant_id":"var_00000000000000000000000000"})", 404,
     "offer-not-found"},
    {"EmptyQuote", Method::kPost, "/v1/carts/CART/quote", "{}", 400, "field-missing"},
    {"MistypedCode", Method::kGet, "/v1/orders/CP-7K3M-9QZ?phone=0912345678", "", 400, "order-code-mistyped"},
    {"CancelWithoutPhone", Method::kPost, "/v1/orders/CP-2222-222/cancel", "{}", 400, "field-missing"},
    {"UnknownPath", Method::kGet, "/v1/nothing", "", 404, "not-found"},
    {"UnknownProvince", Method::kGet, "/v1/places/provinces/77/communes", "", 404, "place-unknown"},
    {"TranslateWithoutWard", Method::kGet, "/v1/places/translate?province=a&district=b", "", 400, "field-missing"},
};

class BadRequests : public Routes, public testing::WithParamInterface<Bad> {};
TEST_P(BadRequests, GetAClearAnswer) {
  const auto cart = FullCart();
  const auto filled = [&](std::string text) {
    for (const auto& [word, value] :
         {std::pair{std::string("CART"), cart}, {std::string("VARIANT"), test::VariantId("honey")}})
      if (const auto at = text.find(word); at != std::string::npos) text.replace(at, word.size(), value);
    return text;
  };
  const auto answer = Ask(GetParam().method, filled(GetParam().path), filled(GetParam().body), "", "key-00000001");
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_EQ(answer.ProblemCode(), GetParam().code) << answer.body;
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 0);
}
INSTANTIATE_TEST_SUITE_P(All, BadRequests, testing::ValuesIn(kBad), [](const auto& row) { return row.param.name; });

TEST_F(Routes, APartOfAnOrderIsTakenOffByEitherSide) {
  const auto cart = Cart()["id"].get<std::string>();
  Ask(Method::kPut, "/v1/carts/" + cart + "/lines/" + test::VariantId("honey"), R"({"quantity":4})");
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(cart).dump(), "", "amend-key-0001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>(), code = placed["orders"][0]["code"].get<std::string>();
  const auto seen = Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json();
  EXPECT_TRUE(seen["can_amend"]);
  json wish{{"lines", {{{"line_id", seen["lines"][0]["id"]}, {"quantity", 3}}}}, {"version", seen["version"]}};

  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002").status, 400)
      << "whose?";
  wish["phone"] = "0912 345 679";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002").status, 404);
  wish["phone"] = "0912 345 678";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump()).status, 400) << "needs a key";
  const auto amended = Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002");
  ASSERT_EQ(amended.status, 200) << amended.body;
  EXPECT_EQ(amended.Json()["goods"]["amount"], 300'000);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002").body, amended.body);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0003").Json()["code"],
            "changed-meanwhile");

  wish["version"] = amended.Json()["version"];
  wish["lines"][0]["quantity"] = 1;
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept-part", wish.dump(), "b", "amend-key-0004").status, 404);
  for (const char* broken : {"{}", R"({"lines":7})", R"({"lines":[7]})", R"({"lines":[{"line_id":"x","quantity":1}]})",
                             R"({"lines":[{"line_id":"lin_01J9ZQ8XW3K5T7V2N4M6P8R0AB","quantity":-1}]})",
                             R"({"lines":[{"line_id":"lin_01J9ZQ8XW3K5T7V2N4M6P8R0AB","quantity":1}]})"})
    EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept-part", broken, "a", "amend-key-0005").status, 400)
        << broken;
  const auto accepted = Ask(Method::kPost, "/v1/orders/" + id + "/accept-part", wish.dump(), "a", "amend-key-0006");
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(accepted.Json()["state"], "accepted");
  EXPECT_EQ(accepted.Json()["refund_due"]["amount"], 0) << "paid at the door";
  const auto shown = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json();
  EXPECT_EQ(shown["amendments"].size(), 2U);
  EXPECT_EQ(shown["lines"][0]["quantity"], 1);
}

TEST_F(Routes, AnswersByTelephoneAreTakenWhenSigned) {
  const std::string body = R"({"id":"mo-1","from":"0912345678","text":"CO"})";
  const auto send = [&](const std::string& timestamp, const std::string& signature) {
    keel::http::Ask ask{Method::kPost, "/webhooks/messages", body};
    ask.headers["x-timestamp"] = timestamp;
    ask.headers["x-signature"] = signature;
    return *client->Send(ask);
  };
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  const auto at = [&](std::int64_t seconds) { return std::to_string(now.count() + seconds); };
  const auto sign = [&](const std::string& timestamp, const std::string& secret) {
    return keel::crypto::HmacSha256Hex(secret, timestamp + "." + body);
  };
  EXPECT_EQ(send("", "").status, 401);
  EXPECT_EQ(send(at(0), sign(at(0), "guessed")).Json()["code"], "signature-wrong");
  EXPECT_EQ(send(at(-900), sign(at(-900), "reply-secret")).status, 401) << "played again";
  const auto taken = send(at(0), sign(at(0), "reply-secret"));
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.Json()["outcome"], "unknown");
}

TEST_F(Routes, AShopChoosesHowLongItsOrdersWait) {
  const auto path = "/v1/shops/" + test::ShopIdOf("a") + "/clock";
  EXPECT_EQ(Ask(Method::kGet, path, "", "a").Json()["shop_hours"], 6);
  EXPECT_EQ(Ask(Method::kGet, path, "", "b").status, 404);
  EXPECT_EQ(Ask(Method::kGet, path).status, 401);
  const std::string hours = R"({"shop_hours":2,"helper_hours":0,"cooperative_hours":48})";
  EXPECT_EQ(Ask(Method::kPut, path, hours, "b").status, 404);
  for (const char* wrong : {R"({"shop_hours":0,"helper_hours":0,"cooperative_hours":0})",
                            R"({"shop_hours":49,"helper_hours":0,"cooperative_hours":0})", "{}", "[]", "x"})
    EXPECT_EQ(Ask(Method::kPut, path, wrong, "a").status, 400) << wrong;
  EXPECT_EQ(Ask(Method::kPut, path, hours, "a").status, 200);
  EXPECT_EQ(Ask(Method::kGet, path, "", "a").Json()["cooperative_hours"], 48);
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "clock-key-01").Json();
  const auto seen =
      Ask(Method::kGet, "/v1/orders/" + placed["orders"][0]["code"].get<std::string>() + "?phone=0912345678").Json();
  EXPECT_EQ(seen["answer_clock"]["step"], "shop");
  EXPECT_EQ(seen["answer_clock"]["until"], "2026-11-21T10:00:00.000Z");
}

TEST_F(Routes, PhotosOfAnOrderAreSeenByItsTwoSidesAlone) {
  const auto codes = [&](const char* key) {
    const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", key).Json();
    return placed["orders"][0]["code"].get<std::string>();
  };
  const auto code = codes("photo-key-001"), other = codes("photo-key-002");
  const auto path = "/v1/orders/" + code + "/evidence?phone=0912345678";
  const auto sent = Ask(Method::kPost, path, "a photo");
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(Ask(Method::kPost, path, "a photo").Json()["id"], sent.Json()["id"]) << "the same picture is the same";
  EXPECT_EQ(Ask(Method::kPost, path, "a bomb").ProblemCode(), "photo-not-an-image");
  EXPECT_EQ(Ask(Method::kPost, path, std::string(kMostPhotoBody + 1, 'x')).status, 413);
  EXPECT_EQ(Ask(Method::kPost, "/v1/carts", std::string(kMostBody + 1, ' ')).status, 413) << "documents are small";
  const auto before = kept;
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/evidence?phone=0912345670", "a photo").status, 404);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/evidence", "a photo").status, 404);
  EXPECT_EQ(kept, before) << "strangers' pictures are not even looked at";

  const auto photo = "/v1/evidence/" + sent.Json()["id"].get<std::string>();
  const auto seen = Ask(Method::kGet, photo + "?phone=0912345678&width=200");
  EXPECT_EQ(seen.body, "0123456789abcdef-400");
  EXPECT_EQ(seen.headers.at("content-type"), "image/jpeg");
  EXPECT_EQ(seen.headers.at("cache-control"), "private, no-store");
  EXPECT_EQ(Ask(Method::kGet, photo + "?width=100", "", "a").body, "0123456789abcdef-160") << "the shop";
  EXPECT_EQ(Ask(Method::kGet, photo, "", "operator").status, 200);
  EXPECT_EQ(Ask(Method::kGet, photo, "", "b").ProblemCode(), "evidence-not-found");
  EXPECT_EQ(Ask(Method::kGet, photo).status, 404);
  EXPECT_EQ(Ask(Method::kGet, photo + "?phone=0912345670").status, 404);
  EXPECT_EQ(Ask(Method::kGet, photo + "?phone=0912345678&width=x").status, 400);
  EXPECT_EQ(Ask(Method::kGet, "/v1/evidence/passwd?phone=0912345678").status, 404);

  const json claim{{"phone", "0912345678"}, {"claim", "damaged"}, {"note", "Vỡ."}, {"photos", {Evidence(other)}}};
  EXPECT_NE(Ask(Method::kPost, "/v1/orders/" + code + "/disputes", claim.dump(), "", "photo-key-003").status, 201)
      << "another order's photo is none of this one's";
}

TEST_F(Routes, AReturnAndADisputeGoTheirWay) {
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "case-key-001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>(), code = placed["orders"][0]["code"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "", "a", "case-key-002").status, 200);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/pack", "", "a", "case-key-003").status, 200);
  ASSERT_TRUE(keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return FollowShipment(t, house.context(), {id, "shm_1", "ghn", "2", "GHN1", "delivered", house.clock().Now()});
  }));
  const auto seen = Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json();
  EXPECT_TRUE(seen["can_dispute"]);
  EXPECT_TRUE(seen.contains("return_until"));
  json wish{{"phone", "0912345678"},
            {"lines", {{{"line_id", seen["lines"][0]["id"]}, {"quantity", 1}}}},
            {"reason", "damaged"},
            {"photos", {Evidence(code)}}};
  const auto with = [&](const char* field, json value) {
    auto other = wish;
    other[field] = std::move(value);
    return Ask(Method::kPost, "/v1/orders/" + code + "/returns", other.dump(), "", "case-key-004").status;
  };
  EXPECT_EQ(with("reason", "boredom"), 400);
  EXPECT_EQ(with("photos", {"../etc/passwd"}), 400);
  EXPECT_EQ(with("photos", json::array()), 400) << "evidence";
  EXPECT_EQ(with("photos", {"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB"}), 400) << "nobody sent that one";
  EXPECT_EQ(with("lines", json::array()), 400);
  EXPECT_EQ(with("phone", "0912345679"), 404);
  wish["reason"] = "changed-mind";  // Its freight stays paid: that is what the dispute is about.
  const auto asked = Ask(Method::kPost, "/v1/orders/" + code + "/returns", wish.dump(), "", "case-key-005");
  ASSERT_EQ(asked.status, 201) << asked.body;
  const auto path = "/v1/returns/" + asked.Json()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, path + "/agree", "{}", "b", "case-key-006").status, 404);
  EXPECT_EQ(Ask(Method::kPost, path + "/agree", "{}", "a", "case-key-007").Json()["state"], "agreed");
  EXPECT_EQ(Ask(Method::kPost, path + "/receive", R"({"fate":"eaten"})", "a", "case-key-008").status, 400);
  EXPECT_EQ(Ask(Method::kPost, path + "/receive", R"({"fate":"sellable"})", "a", "case-key-009").Json()["state"],
            "received");
  EXPECT_EQ(Ask(Method::kGet, "/v1/returns?shop_id=" + test::ShopIdOf("a"), "", "a").Json()["items"].size(), 1U);
  EXPECT_EQ(Ask(Method::kGet, "/v1/returns?shop_id=" + test::ShopIdOf("a"), "", "b").status, 404);

  const auto open = Ask(Method::kPost, "/v1/orders/" + code + "/disputes",
                        R"({"phone":"0912345678","claim":"other","note":"phí gửi"})", "", "case-key-010");
  ASSERT_EQ(open.status, 201) << open.body;
  const auto dispute = "/v1/disputes/" + open.Json()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, dispute + "/answer", R"({"answer":"đã gửi đúng"})", "a", "case-key-011").status, 200);
  const std::string decision = R"({"refund":{"amount":1000,"currency":"VND"},"note":"chia đôi"})";
  EXPECT_EQ(Ask(Method::kPost, dispute + "/decide", decision, "a", "case-key-012").status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/v1/disputes", "", "a").status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/v1/disputes?state=answered", "", "operator").Json()["items"].size(), 1U);
  EXPECT_EQ(Ask(Method::kPost, dispute + "/decide", decision, "operator", "case-key-013").Json()["state"], "decided");
  const auto after = Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json();
  EXPECT_EQ(after["returns"].size(), 1U);
  EXPECT_EQ(after["disputes"][0]["refund"]["amount"], 1'000);
  EXPECT_GE(after["messages"].size(), 2U) << "what the buyer was told";
}

TEST_F(Routes, ASubstituteIsAnsweredByItsLink) {
  house.Offered("tea", "a", 70'000, 9);
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "subs-key-001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>();
  const auto line = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json()["lines"][0]["id"];
  const auto wish = json{{"line_id", line}, {"variant_id", test::VariantId("tea")}, {"quantity", 1}}.dump();
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/substitutions", wish, "b", "subs-key-002").status, 404);
  const auto offered = Ask(Method::kPost, "/v1/orders/" + id + "/substitutions", wish, "a", "subs-key-003");
  ASSERT_EQ(offered.status, 201) << offered.body;
  const auto path = "/v1/substitutions/" + offered.Json()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kGet, path).Json()["state"], "asked");
  EXPECT_EQ(Ask(Method::kGet, "/v1/substitutions/sub_01J9ZQ8XW3K5T7V2N4M6P8R0AB").status, 404);
  EXPECT_EQ(Ask(Method::kPost, path + "/answer", R"({"answer":"maybe"})").status, 400);
  EXPECT_EQ(Ask(Method::kPost, path + "/answer", R"({"answer":"yes"})").Json()["state"], "taken");
  EXPECT_EQ(Ask(Method::kPost, path + "/answer", R"({"answer":"no"})").status, 409);
  EXPECT_EQ(Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json()["goods"]["amount"], 70'000);
}

}  // namespace
}  // namespace orders
