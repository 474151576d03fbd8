#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

auto Has(std::size_t count) {
  return [count](const json& page) { return page["items"].size() == count; };
}

TEST(Listing, PagesThroughEverySortWithoutRepeatingOrLosing) {
  std::string token;
  const auto shop = Service().NewShop(token);
  for (int i = 0; i < 11; ++i)
    Service().NewProduct(shop, token, "Sắp xếp " + std::to_string(i), 10'000 * (1 + i * 7 % 4));
  ASSERT_EQ(Service().Find("limit=50&shop_id=" + shop, Has(11))["items"].size(), 11u);
  for (const std::string sort : {"new", "price", "-price", "relevance"})
    for (const std::string words : {"", "&q=sap+xep"}) {
      SCOPED_TRACE(sort + words);
      std::vector<std::int64_t> prices;
      std::set<std::string> ids;
      std::string cursor;
      std::int64_t total = -1;
      for (int page_number = 0; page_number < 9; ++page_number) {
        const auto page = Service()
                              .Get("/v1/products?limit=3&sort=" + sort + words + "&shop_id=" + shop +
                                   (cursor.empty() ? "" : "&cursor=" + cursor))
                              .json;
        for (const auto& item : page["items"]) {
          EXPECT_TRUE(ids.insert(item["id"]).second) << item["name"];
          prices.push_back(item["price_from"]["amount"]);
        }
        EXPECT_EQ(page["total"], 11);
        total = page["total"];
        cursor = page.value("next", "");
        if (cursor.empty()) break;
      }
      EXPECT_EQ(ids.size(), 11u);
      EXPECT_EQ(total, 11);
      if (sort == "price") {
        EXPECT_TRUE(std::ranges::is_sorted(prices));
      }
      if (sort == "-price") {
        EXPECT_TRUE(std::ranges::is_sorted(prices, std::greater()));
      }
    }
  EXPECT_EQ(Service().Get("/v1/products?cursor=abc").code(), "cursor-invalid");
}

TEST(Listing, FiltersByPriceBothEndsIncluded) {
  std::string token;
  const auto shop = Service().NewShop(token);
  for (const std::int64_t price : {10'000, 20'000, 30'000})
    Service().NewProduct(shop, token, "Giá " + std::to_string(price), price);
  Service().Find("shop_id=" + shop, Has(3));
  const auto count = [&](const std::string& filter) {
    return Service().Get("/v1/products?shop_id=" + shop + filter).json["items"].size();
  };
  EXPECT_EQ(count("&min_price=20000"), 2u);
  EXPECT_EQ(count("&max_price=20000"), 2u);
  EXPECT_EQ(count("&min_price=20000&max_price=20000"), 1u);
  EXPECT_EQ(count("&min_price=20001&max_price=29999"), 0u);
  EXPECT_EQ(count("&category=mat-ong-nong-san-khac"), 3u);
  EXPECT_EQ(count("&category=thuc-pham"), 3u);
  EXPECT_EQ(count("&group=do-uong"), 0u);
  EXPECT_EQ(count("&province=15"), 3u);
  EXPECT_EQ(count("&province=01"), 0u);
}

TEST(Listing, ServesManyReadersAtOnce) {
  std::vector<std::thread> readers;
  std::atomic<int> good = 0;
  for (int reader = 0; reader < 8; ++reader)
    readers.emplace_back([&good, reader] {
      const std::string mine = "&x=" + std::to_string(reader) + '-';  // An address of its own: no kept bytes.
      for (int i = 0; i < 150; ++i) {
        const auto query = (i % 3 == 0   ? "q=mat+ong"
                            : i % 3 == 1 ? "sort=price"
                                         : "category=che") +
                           mine + std::to_string(i);
        if (Service().Get("/v1/products?" + query).status == 200) ++good;
      }
    });
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(good, 8 * 150);
}

TEST(Listing, RefusesWhatItCannotRead) {
  for (const std::string query : {"min_price=x", "limit=0", "limit=101", "sort=best", "category=xe-may", "province=1",
                                  "shop_id=1", "stars=9", "stars=-1"})
    EXPECT_EQ(Service().Get("/v1/products?" + query).status, 400) << query;
}

TEST(Listing, FollowsPausesAtOnceInBytesAndSoonInSearch) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto product = Service().NewProduct(shop, token, "Tạm nghỉ");
  const auto path = "/v1/products/" + product["id"].get<std::string>();
  Service().Find("shop_id=" + shop, Has(1));
  Service().Post(path + "/pause", json::object(), token);
  EXPECT_EQ(Service().Get(path).json["state"], "paused");
  EXPECT_TRUE(Service().Find("shop_id=" + shop, Has(0))["items"].empty());
  Service().Post(path + "/publish", json::object(), token);
  EXPECT_EQ(Service().Find("shop_id=" + shop, Has(1))["items"].size(), 1u);
  Service().Post("/v1/shops/" + shop + "/pause", json::object(), token);
  EXPECT_EQ(Service().Get(path).json["shop"]["state"], "paused");
  EXPECT_TRUE(Service().Find("shop_id=" + shop, Has(0))["items"].empty());
}

TEST(Listing, ShowsASellerTheirOwnInEveryState) {
  std::string token;
  const auto shop = Service().NewShop(token);
  Service().NewProduct(shop, token, "Đang bán");
  Service().NewProduct(shop, token, "Nháp", 50'000, {{"publish", false}});
  EXPECT_EQ(Service().Get("/v1/products?state=all&shop_id=" + shop, token).json["items"].size(), 2u);
  const auto drafts = Service().Get("/v1/products?state=draft&shop_id=" + shop, token).json;
  EXPECT_EQ(NamesOf(drafts), std::vector<std::string>{"Nháp"});
  EXPECT_EQ(Service().Get("/v1/products?state=draft&shop_id=" + shop).status, 401);
  EXPECT_EQ(Service().Get("/v1/products?state=draft&shop_id=" + shop, Service().Token(Service().NewParty())).status,
            403);
  EXPECT_EQ(Service().Get("/v1/products?state=gone&shop_id=" + shop, token).status, 400);
}

TEST(Categories, CountWhatIsListed) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto count = [&] {
    const auto categories = Service().Get("/v1/categories").json;
    for (const auto& group : categories["groups"])
      for (const auto& set : group["sets"])
        if (set["slug"] == "dong-vat-canh") return set["count"].get<int>();
    return -1;
  };
  const int before = count();
  Service().NewProduct(shop, token, "Chim cảnh", 50'000, {{"category", "dong-vat-canh"}});
  EXPECT_TRUE(rig::Eventually([&] { return count() == before + 1; }));
  EXPECT_EQ(Service().Get("/v1/categories").json["groups"].size(), 6u);
}

TEST(Index, HealsAfterItsFolderIsLostAndAfterAKill) {
  std::string token;
  const auto shop = Service().NewShop(token);
  for (int i = 0; i < 5; ++i) Service().NewProduct(shop, token, "Còn nguyên " + std::to_string(i));
  Service().Kill();  // Whatever the indexer had done by now.
  Service().Start();
  EXPECT_EQ(Service().Find("shop_id=" + shop, Has(5))["items"].size(), 5u);
  Service().Kill();
  std::filesystem::remove_all(Service().search_folder());
  Service().Start();
  EXPECT_EQ(Service().Get("/v1/products?shop_id=" + shop).json["items"].size(), 5u) << "ready means complete";
}

}  // namespace
}  // namespace catalog_test
