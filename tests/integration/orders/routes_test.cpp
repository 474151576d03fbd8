#include "orders/flows/follow_shipment.hpp"
#include "tests/integration/orders/routes_desk.hpp"

/// The way of buyers and sellers, as a client sees it.
namespace orders {
namespace {

using keel::http::Method;
using nlohmann::json;
using namespace std::chrono_literals;

class Routes : public test::RoutesDesk {};

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

TEST_F(Routes, AnOrderShowsWhyNoCarrierTakesItsParcel) {
  const auto id = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "key-00000001")
                      .Json()["orders"][0]["id"]
                      .get<std::string>();
  Ask(Method::kPost, "/v1/orders/" + id + "/accept", "{}", "a", "key-00000002");
  Ask(Method::kPost, "/v1/orders/" + id + "/pack", "{}", "a", "key-00000003");
  const auto now = house.clock().Now();
  EXPECT_TRUE(house.Do([&](auto& t) {
    return FollowRefusal(t, house.context(), {id, "shm_1", "ghn", "address-rejected", now});
  }));
  const json refused{{"shipment_id", "shm_1"}, {"carrier", "ghn"},  {"service", ""},
                     {"tracking_number", ""},  {"state", "failed"}, {"problem", "address-rejected"}};
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders?shop_id=" + test::ShopIdOf("a"), "", "a").Json()["items"][0]["shipment"],
            refused);
  auto whole = refused;
  whole["events"] = json::array();
  EXPECT_EQ(Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json()["shipment"], whole);
  EXPECT_TRUE(house.Do([&](auto& t) {
    return FollowShipment(t, house.context(), {id, "shm_1", "vnpost", "1", "E1VN", "created", now + 1min});
  }));
  const auto shown = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json()["shipment"];
  EXPECT_EQ(shown["state"], "created");
  EXPECT_EQ(shown["carrier"], "vnpost");
  EXPECT_FALSE(shown.contains("problem"));
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
  keel::http::Ask elsewhere{Method::kGet, path + "0912345678"};
  elsewhere.headers["x-real-ip"] = "192.0.2.8";
  EXPECT_EQ(client->Send(elsewhere)->status, 200) << "the buyer is not kept out by others' guesses";
}

}  // namespace
}  // namespace orders
