#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/integration/catalog/service_under_test.hpp"

namespace catalog_test {
namespace {

using keel::http::Method;
using nlohmann::json;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

ServiceUnderTest::Got Import(const std::string& shop, std::string_view token, const std::string& file,
                             const std::string& type = "text/csv; charset=utf-8") {
  return Service().Send(Method::kPost, "/v1/shops/" + shop + "/products/import", file, token, {{"content-type", type}});
}

constexpr const char* kHeading = "name,category,variant,unit,net_weight_g,price,sku,opening_stock\r\n";

TEST(Import, TakesTheGoodRowsAroundABrokenOne) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto got = Import(shop, token,
                          std::string("\xEF\xBB\xBF") + kHeading +
                              "Mật ong,mat-ong-nong-san-khac,Nhỏ,chai,700,250.000,M-1,40\r\n"
                              "Mật ong,mat-ong-nong-san-khac,Lớn,chai,1400,480000đ,M-2,15\r\n"
                              "\"Chè hỏng,che,,kg,500,90000,,\r\n"
                              "Rẻ quá,che,,kg,500,5,,\r\n"
                              "Chè xanh,che,,kg,500,90000,C-1,\r\n");
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(got.json["created"], 2);
  EXPECT_EQ(got.json["updated"], 1) << "the second size joins the first row's product";
  EXPECT_EQ(got.json["rejected"], 2);
  ASSERT_EQ(got.json["rows"].size(), 5u);
  EXPECT_EQ(got.json["rows"][2]["code"], "csv-broken-row");
  EXPECT_EQ(got.json["rows"][2]["line"], 4);
  EXPECT_EQ(got.json["rows"][3]["code"], "price-out-of-range");
  EXPECT_EQ(got.json["rows"][4]["status"], "created");
  const auto honey = Service().Get("/v1/products/" + got.json["rows"][0]["product_id"].get<std::string>(), token).json;
  ASSERT_EQ(honey["variants"].size(), 2u);
  EXPECT_EQ(honey["variants"][1]["price"]["amount"], 480'000);
  EXPECT_EQ(honey["variants"][1]["sku"], "M-2");
  EXPECT_EQ(honey["state"], "live");
}

TEST(Import, OfTheSameFileAgainChangesNothing) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto file = std::string(kHeading) +
                    "Mật ong,mat-ong-nong-san-khac,Nhỏ,chai,700,250000,M-1,40\nMật "
                    "ong,mat-ong-nong-san-khac,Lớn,chai,1400,480000,,15\nChè,che,,kg,500,90000,,\n";
  const auto first = Import(shop, token, file).json, again = Import(shop, token, file).json;
  EXPECT_EQ(first["created"], 2);
  EXPECT_EQ(again["created"], 0) << again;
  EXPECT_EQ(again["updated"], 0) << again;
  EXPECT_EQ(again["unchanged"], 3) << again;
  EXPECT_EQ(first["opening_stock_left"], 0) << first;
  EXPECT_EQ(again["opening_stock_left"], 2) << "two rows name a stock, and it was not set again";
  const auto dearer = Import(shop, token, "sku;price\nM-1;260000\n").json;
  EXPECT_EQ(dearer["updated"], 1) << dearer;
  EXPECT_EQ(Service().Get("/v1/products?state=all&shop_id=" + shop, token).json["total"], 2);
}

TEST(Import, LeavesNoSizeToTheLastRowThatNamesNone) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const std::string head = "name,category,unit,price,variant\n";
  const auto got = Import(shop, token,
                          head +
                              "Mật ong,mat-ong-nong-san-khac,chai 500 ml,150000,\n"
                              "Mật ong,mat-ong-nong-san-khac,chai 1 lít,280000,\n"
                              "Mật ong,mat-ong-nong-san-khac,chai 500 ml,150000,\n"
                              "Mật ong,mat-ong-nong-san-khac,chai 1 lít,280000,Lớn\n")
                       .json;
  EXPECT_EQ(got["rows"][1]["code"], "csv-row-twice") << got;
  EXPECT_NE(got["rows"][1]["detail"].get<std::string>().find("2"), std::string::npos) << "the row it repeats";
  EXPECT_EQ(got["rows"][2]["status"], "unchanged");
  EXPECT_EQ(got["rows"][3]["status"], "updated");
  const auto honey = Service().Get("/v1/products/" + got["rows"][0]["product_id"].get<std::string>(), token).json;
  ASSERT_EQ(honey["variants"].size(), 2u);
  EXPECT_EQ(honey["variants"][0]["price"]["amount"], 150'000);
  EXPECT_EQ(Import(shop, token, head + "Mật ong,,,160000,\n").json["updated"], 1) << "another file may change it";
}

TEST(Import, SaysWhatItDidNotRead) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto got = Import(shop, token,
                          "Tên hàng,Danh mục,Đơn vị,Giá (đ),Tồn,Màu,Giá\n"
                          "Chè một,che,gói,\"120,000\",7,xanh,5\nChè hai,che,gói,120,000,7,xanh,5\n"
                          "Chè ba,che,gói,nhiều,7,xanh,5\n")
                       .json;
  EXPECT_EQ(got["created"], 1) << got;
  EXPECT_EQ(got["unread_columns"], (json{"Màu", "Giá"})) << "unknown, and a price once more";
  EXPECT_EQ(got["rows"][1]["code"], "csv-too-many-cells") << "a comma that no quotation marks hold";
  EXPECT_NE(got["rows"][2]["detail"].get<std::string>().find("“Giá (đ)”"), std::string::npos) << got;
  EXPECT_EQ(Import(shop, token, "name,category,unit,price\nChè bốn,che,gói,90000,,\n").json["created"], 1)
      << "empty cells at a row's end are none";
  EXPECT_EQ(Import(shop, token, "t\xEAn,gi\xE1\nx,1\n").code(), "csv-not-text") << "an old code page";
}

TEST(Import, TakesFilesAsOfficeProgramsSaveThem) {
  std::string token;
  const auto shop = Service().NewShop(token);
  std::string unicode_text = "\xFF\xFE";
  for (const char c : std::string("name\tcategory\tunit\tprice\r\nChe mot\tche\tkg\t85.000\r\n"))
    unicode_text += {c, '\0'};
  EXPECT_EQ(Import(shop, token, unicode_text).json["created"], 1);
  const auto got = Import(shop, token,
                          "\xEF\xBB\xBFsep=;\r\nTên hàng;Nhóm hàng;Đơn vị tính;Giá bán (VNĐ);Trọng lượng (g);;\r\n"
                          "\"Chè hai\";che;gói;85.000 ₫;0,5 kg;;\r\nG?o ba;che;kg;85.000;500;;\r\n");
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(got.json["created"], 1) << got.body;
  EXPECT_EQ(got.json["unread_columns"], json::array());
  EXPECT_EQ(got.json["rows"][1]["code"], "csv-lost-letters");
  EXPECT_EQ(got.json["rows"][1]["line"], 4);
  const auto tea = Service().Get("/v1/products/" + got.json["rows"][0]["product_id"].get<std::string>(), token).json;
  EXPECT_EQ(tea["variants"][0]["price"]["amount"], 85'000);
  EXPECT_EQ(tea["variants"][0]["net_weight_g"], 500);
}

TEST(Import, TakesBackWhatExportGives) {
  std::string token;
  const auto shop = Service().NewShop(token);
  Service().NewProduct(shop, token, "Chè \"Shan\", loại 1", 120'000,
                       {{"story", "Một.\n\nHai; ba."}, {"category", "che"}});
  Service().NewProduct(shop, token, "=CMD()", 30'000);
  const auto file = Service().Get("/v1/shops/" + shop + "/products/export", token);
  ASSERT_EQ(file.status, 200);
  EXPECT_TRUE(file.headers.at("content-type").starts_with("text/csv"));
  EXPECT_NE(file.body.find("'=CMD()"), std::string::npos) << "no formula for the reader's spreadsheet";
  const auto back = Import(shop, token, file.body).json;
  EXPECT_EQ(back["unchanged"], 2) << back;
}

TEST(Import, RefusesTheWholeOnlyWhereNoRowCanBeRead) {
  std::string token;
  const auto shop = Service().NewShop(token);
  EXPECT_EQ(Import(shop, token, "").code(), "csv-empty");
  EXPECT_EQ(Import(shop, token, "màu,cỡ\nđỏ,to\n").code(), "csv-heading");
  EXPECT_EQ(Import(shop, token, "name\nx\n", "application/json").code(), "csv-expected");
  EXPECT_EQ(Import(shop, Service().Token(Service().NewParty()), "name\nx\n").code(), "not-your-shop");
  std::string many = "name\n";
  for (int i = 0; i < 5'001; ++i) many += "x\n";
  EXPECT_EQ(Import(shop, token, many).code(), "csv-too-many-rows");
  EXPECT_EQ(Import(shop, token, std::string(2'000'001, 'x')).code(), "csv-too-large");
  std::string foreign_token;
  const auto foreign = Service().NewShop(foreign_token);
  const auto theirs = Service().NewProduct(foreign, foreign_token, "Của người khác")["id"].get<std::string>();
  EXPECT_EQ(Import(shop, token, "product_id,price\n" + theirs + ",1000\n").json["rows"][0]["code"],
            "product-not-found");
}

TEST(Import, TakesThousandsOfRows) {
  std::string token;
  const auto shop = Service().NewShop(token);
  std::string file = "name,category,unit,price\n";
  for (int i = 0; i < 1'000; ++i) file += "Hàng loạt " + std::to_string(i) + ",che,kg,50000\n";
  const auto got = Import(shop, token, file);
  EXPECT_EQ(got.json["created"], 1'000);
  const auto page = Service().Find("shop_id=" + shop, [](const json& p) { return p["total"] == 1'000; });
  EXPECT_EQ(page["total"], 1'000);
}

}  // namespace
}  // namespace catalog_test
