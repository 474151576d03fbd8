#include "tests/integration/orders/routes_desk.hpp"

#include "orders/http/problems.hpp"

namespace orders::test {

using keel::http::Answer;
using keel::http::Method;
using nlohmann::json;

RoutesDesk::RoutesDesk()
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
              if (bytes == "no room") return keel::Error{keel::Kind::kUnavailable, "media-busy", "Try again."};
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
  MountSplitRoutes(*server, site);
  MountReplyRoutes(*server, site, "reply-secret");
  MountClockRoutes(*server, site);
  MountCaseRoutes(*server, site);
  MountEvidenceRoutes(*server, site);
  MountSubstituteRoutes(*server, site);
  MountStockRoutes(*server, site);
  MountLotRoutes(*server, site);
  MountHarvestRoutes(*server, site);
  MountWeightRoutes(*server, site);
  MountBoardRoutes(*server, site);
  MountInternalRoutes(*server, site);
  server->Start();
  client = keel::http::Client::Make("orders", "http://127.0.0.1:" + std::to_string(server->port()));
  house.Offered("honey", "a", 100'000, 20);
}

RoutesDesk::~RoutesDesk() {
  server->Drain(std::chrono::seconds(2));
}

Answer RoutesDesk::Ask(Method method, const std::string& path, const std::string& body, const std::string& token,
                       const std::string& key) {
  keel::http::Ask ask{method, path, body};
  if (!token.empty()) ask.headers["authorization"] = "Bearer " + token;
  if (!key.empty()) ask.headers["idempotency-key"] = key;
  ask.headers["x-real-ip"] = "192.0.2.7";
  auto answer = client->Send(ask);
  EXPECT_TRUE(answer) << path;
  return answer ? *answer : Answer{};
}

std::string RoutesDesk::FullCart() {
  const auto id = Cart()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, "/v1/carts/" + id + "/lines", json{{"variant_id", VariantId("honey")}}.dump()).status,
            200);
  return id;
}

std::string RoutesDesk::Evidence(const std::string& code) {
  const auto sent = Ask(Method::kPost, "/v1/orders/" + code + "/evidence?phone=0912345678", "a photo");
  EXPECT_EQ(sent.status, 201) << sent.body;
  return sent.Json()["id"];
}

json RoutesDesk::Purchase(const std::string& cart) {
  return {{"cart_id", cart},
          {"buyer", {{"name", "Giàng A Páo"}, {"phone", "0912 345 678"}}},
          {"address", {{"province_code", "15"}, {"commune_code", "02680"}, {"hamlet", "thôn Na Áng"}}},
          {"payment", "cod"}};
}

}  // namespace orders::test
