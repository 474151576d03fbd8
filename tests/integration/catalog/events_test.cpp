#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

/// Events of a topic about a subject, as they stand in the outbox.
std::vector<json> Told(const std::string& topic, const std::string& subject) {
  const auto session = Service().pool()->Take();
  auto rows = session->Query("SELECT body FROM outbox WHERE topic = ? AND subject = ? ORDER BY seq", {topic, subject});
  std::vector<json> events;
  while (rows.Next()) events.push_back(json::parse(rows.Text(0)));
  return events;
}

struct Sold {
  Sold() {
    party = Service().NewParty();
    token = Service().Token(party);
    const auto shop_json =
        Service()
            .Post("/v1/shops",
                  {{"party_id", party}, {"name", "Kể chuyện"}, {"province_code", "15"}, {"commune_code", "02839"}},
                  token)
            .json;
    shop = shop_json["id"];
    const json variants{{{"unit", "kg"},
                         {"net_weight_g", 500},
                         {"price", {{"amount", 50'000}, {"currency", "VND"}}},
                         {"opening_stock", 7}}};
    product = Service().NewProduct(shop, token, "Có kho", 50'000, {{"variants", variants}});
    variant = product["variants"][0]["id"];
    path = "/v1/products/" + product["id"].get<std::string>();
  }
  std::string party, token, shop, variant, path;
  json product;
};

void Party(const Sold& sold, const std::string& status, int version, bool is_sample = false) {
  Service().accounts().Tell("party.changed", sold.party,
                            {{"party_id", sold.party},
                             {"kind", "cooperative"},
                             {"name", "HTX"},
                             {"province_code", "15"},
                             {"commune_code", "02839"},
                             {"status", status},
                             {"is_sample", is_sample},
                             {"version", version}});
}

TEST(Events, TellAnOfferWithItsOpeningStockOnce) {
  const Sold sold;
  auto offers = Told("offer.changed", sold.variant);
  ASSERT_EQ(offers.size(), 1u);
  const auto& offer = offers[0];
  EXPECT_EQ(offer["sellable"], true);
  EXPECT_EQ(offer["price"], 50'000);
  EXPECT_EQ(offer["opening_stock"], 7);
  EXPECT_EQ(offer["shop_id"], sold.shop);
  EXPECT_EQ(offer["party_id"], sold.party);
  EXPECT_EQ(offer["commune_code"], "02839");
  EXPECT_EQ(offer["net_weight_g"], 500);
  Service().Post(sold.path + "/pause", json::object(), sold.token);
  offers = Told("offer.changed", sold.variant);
  ASSERT_EQ(offers.size(), 2u);
  EXPECT_EQ(offers[1]["sellable"], false);
  EXPECT_FALSE(offers[1].contains("opening_stock"));
  EXPECT_GT(offers[1]["version"], offers[0]["version"]);
}

TEST(Events, EndTheOfferOfAVariantThatWasTakenAway) {
  const Sold sold;
  const json edit{{"version", 1},
                  {"variants", {{{"unit", "kg"}, {"price", {{"amount", 60'000}, {"currency", "VND"}}}}}}};
  ASSERT_EQ(Service().Send(keel::http::Method::kPatch, sold.path, edit.dump(), sold.token).status, 200);
  EXPECT_EQ(Told("offer.changed", sold.variant).back()["sellable"], false);
}

TEST(Events, TellAllOffersAnewWhenTheShopMoves) {
  const Sold sold;
  Service().Post("/v1/shops/" + sold.shop + "/pause", json::object(), sold.token);
  EXPECT_EQ(Told("offer.changed", sold.variant).back()["sellable"], false);
  EXPECT_EQ(Told("shop.changed", sold.shop).back()["state"], "paused");
  Service().Post("/v1/shops/" + sold.shop + "/pause", json::object(), sold.token);
  EXPECT_EQ(Told("offer.changed", sold.variant).size(), 2u) << "repeating it says nothing twice";
  Service().Post("/v1/shops/" + sold.shop + "/open", json::object(), sold.token);
  EXPECT_EQ(Told("offer.changed", sold.variant).back()["sellable"], true);
}

TEST(Events, SuspendAndRestoreWithTheParty) {
  const Sold sold;
  Service().Get(sold.path);  // Kept as bytes.
  Party(sold, "suspended", 5);
  ASSERT_TRUE(rig::Eventually([&] { return Service().Get(sold.path).status == 404; }));
  EXPECT_EQ(Told("offer.changed", sold.variant).back()["sellable"], false);
  EXPECT_EQ(Told("shop.changed", sold.shop).back()["state"], "suspended");
  EXPECT_EQ(Service().Post("/v1/shops/" + sold.shop + "/open", json::object(), sold.token).code(), "shop-suspended");
  Party(sold, "active", 4);  // Late: an older version than the one known.
  Party(sold, "verified", 6, true);
  ASSERT_TRUE(rig::Eventually([&] { return Service().Get(sold.path).status == 200; }));
  EXPECT_EQ(Told("offer.changed", sold.variant).back()["sellable"], true);
  EXPECT_EQ(Service().Get(sold.path).json["shop"]["is_sample"], true);
}

TEST(Events, ShowTheStockBandThatOrdersTells) {
  const Sold sold;
  EXPECT_EQ(Service().Get(sold.path).json["variants"][0]["stock_band"], "unknown");
  for (const std::string band : {"low", "out", "in"}) {
    Service().orders().Tell("stock.band-changed", sold.variant, {{"variant_id", sold.variant}, {"band", band}});
    EXPECT_TRUE(rig::Eventually([&] { return Service().Get(sold.path).json["variants"][0]["stock_band"] == band; }))
        << band;
  }
  Service().Find("shop_id=" + sold.shop,
                 [](const json& page) { return page["items"].size() == 1 && page["items"][0]["stock_band"] == "in"; });
  EXPECT_EQ(Told("offer.changed", sold.variant).size(), 1u) << "stock is orders' own news";
}

}  // namespace
}  // namespace catalog_test
