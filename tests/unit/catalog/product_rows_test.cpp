#include "catalog/domain/product_rows.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

keel::Result<ProductRow> Read(const std::string& heading, const std::string& row) {
  const auto rows = ReadCsv(heading + "\n" + row + "\n", 10);
  return ReadProductRow(rows.at(1), *ReadHeading(rows.at(0)));
}

TEST(ProductRows, ReadPricesAsPeopleWriteThem) {
  struct Row {
    const char* text;
    std::optional<std::int64_t> dong;
  };
  constexpr std::optional<std::int64_t> kNone;
  const Row kRows[] = {
      {"150000", 150'000},      {"150.000", 150'000}, {"150,000 đ", 150'000}, {"1.500.000đ", 1'500'000},
      {"150 000 VND", 150'000}, {"85.000 ₫", 85'000}, {" 150000 ", 150'000},  {"150.00", kNone},
      {"1.5", kNone},           {"-5", kNone},        {"abc", kNone},         {"", kNone},
      {"1.500,000", kNone},     {"đ", kNone},         {"1500.000", kNone},    {"9999999999999999999", kNone}};
  for (const auto& row : kRows) EXPECT_EQ(ReadDong(row.text), row.dong) << row.text;
}

TEST(ProductRows, TakeHeadingsInEitherLanguageAndAnyOrder) {
  const auto row = Read("Giá bán,Tên sản phẩm,Đơn vị,Danh mục",
                        "50.000,Mật ong,chai,\"Mật ong, mật khác và nông sản thực phẩm khác\"");
  ASSERT_TRUE(row) << row.error().detail;
  EXPECT_EQ(row->name, "Mật ong");
  EXPECT_EQ(row->price, 50'000);
  EXPECT_EQ(row->unit, "chai");
  EXPECT_EQ(row->category, "mat-ong-nong-san-khac");
}

TEST(ProductRows, ReadWeightsAsPeopleWriteThem) {
  struct Row {
    const char* text;
    std::optional<std::int64_t> grams;
  };
  constexpr std::optional<std::int64_t> kNone;
  const Row kRows[] = {{"500", 500},         {"500g", 500},
                       {"1.500 gam", 1'500}, {"0,5 kg", 500},
                       {"1.25KG", 1'250},    {"12 ký", 12'000},
                       {"0 g", 0},           {"1.500 kg", kNone},
                       {"0,125 kg", kNone},  {"-1 kg", kNone},
                       {"kg", kNone},        {",5 kg", kNone},
                       {"1,5", kNone},       {"9999999999999 kg", kNone},
                       {"2 lạng", kNone},    {"", kNone}};
  for (const auto& row : kRows) EXPECT_EQ(ReadGrams(row.text), row.grams) << row.text;
  EXPECT_EQ(Read("Tên hàng,Trọng lượng (g)", "Mật ong,\"0,7 kg\"")->net_weight_g, 700);
}

TEST(ProductRows, KnowLettersThatBecameQuestionMarks) {
  const auto lost = Read("name,unit", "M?t ong r?ng,chai");
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, "csv-lost-letters");
  EXPECT_EQ(lost.error().argument, "2");
  EXPECT_EQ(Read("name,unit", "Ch??i,n?i").error().code, "csv-lost-letters");
  for (const auto* fine : {"Bánh gì? Bánh dày", "Ngon? 100%", "Gạo tẻ?nếp", "?", "Chè ?"})
    EXPECT_TRUE(Read("name,unit", std::string(fine) + ",gói")) << fine;
  EXPECT_TRUE(Read("name,story", "Chè,https://vi.du/?a=b va c?d")) << "an address in a story";
}

TEST(ProductRows, PassOverHeadingsThatSayNothing) {
  const auto heading = ReadHeading(ReadCsv("Tên hàng hoá;Giá (VNĐ);;\u200b ;Màu;\n", 5).at(0));
  ASSERT_TRUE(heading);
  EXPECT_EQ(heading->unread, (std::vector<std::string>{"Màu"}));
  EXPECT_EQ(heading->NameOf(Column::kPrice), "Giá (VNĐ)");
}

TEST(ProductRows, NameTheCellThatIsWrong) {
  EXPECT_EQ(Read("name,price", "Mật ong,nhiều").error().argument, "price");
  EXPECT_EQ(Read("name,category", "Mật ong,xe máy").error().argument, "category");
  EXPECT_EQ(Read("name,state", "Mật ong,removed").error().argument, "state");
  EXPECT_EQ(Read("name,product_id", "Mật ong,17").error().argument, "product_id");
  EXPECT_EQ(Read("name,price", "\"Mật ong,5").error().code, "csv-broken-row");
  EXPECT_EQ(Read("name,price", "M\xFF,5").error().code, "csv-not-text");
}

TEST(ProductRows, NeedAHeadingThatTellsRowsApart) {
  EXPECT_EQ(ReadHeading(ReadCsv("price,unit\n", 5).at(0)).error().code, "csv-heading");
  EXPECT_TRUE(ReadHeading(ReadCsv("sku,price\n", 5).at(0)));
}

TEST(ProductRows, ReadBackWhatTheyWrite) {
  const Product product{.id = ProductId::FromRow("prd_01J9ZQ8XW3K5T7V2N4M6P8R0AB"),
                        .shop_id = ShopId::FromRow("sho_1"),
                        .slug = "x",
                        .name = "Chè \"Shan\", loại 1",
                        .category = "che",
                        .story = "Đoạn một.\n\nĐoạn hai; hết.",
                        .origin_commune_code = "02683",
                        .ethnic_group = "Dao",
                        .state = ProductState::kLive,
                        .variants = {{.id = VariantId::FromRow("var_1"),
                                      .name = "Hộp 100 g",
                                      .unit = "hộp",
                                      .net_weight_g = 100,
                                      .price = keel::Money::Vnd(120'000),
                                      .sku = "-S1"}},
                        .certificates = {},
                        .photos = {}};
  const auto rows = ReadCsv(HeadingRow() + ProductRows(product), 10);
  const auto row = ReadProductRow(rows.at(1), *ReadHeading(rows.at(0)));
  ASSERT_TRUE(row) << row.error().detail;
  EXPECT_EQ(row->product_id, product.id);
  EXPECT_EQ(row->name, product.name);
  EXPECT_EQ(row->story, product.story);
  EXPECT_EQ(row->sku, "-S1");
  EXPECT_EQ(row->price, 120'000);
  EXPECT_EQ(row->origin_commune_code, "02683");
  EXPECT_EQ(row->state, ProductState::kLive);
}

}  // namespace
}  // namespace catalog
