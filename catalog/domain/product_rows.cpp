#include "catalog/domain/product_rows.hpp"

#include <algorithm>
#include <span>

#include "catalog/domain/categories.hpp"
#include "keel/text/number.hpp"
#include "keel/text/text.hpp"

namespace catalog {
namespace {

/// What people write above a column, folded to a slug; the first is ours.
constexpr std::array<std::array<std::string_view, 16>, kColumnNames.size()> kSpellings{{
    {"product-id", "id", "ma-san-pham", "ma-sp"},
    {"sku", "ma-hang", "ma-rieng", "ma-sku", "ma-hang-hoa"},
    {"name", "ten", "ten-san-pham", "san-pham", "product", "product-name", "ten-hang", "ten-hang-hoa", "ten-mat-hang",
     "mat-hang"},
    {"category", "nhom", "nhom-hang", "nhom-san-pham", "danh-muc", "danh-muc-san-pham", "nganh-hang", "loai",
     "bo-san-pham"},
    {"variant", "phan-loai", "phan-loai-hang", "quy-cach", "bien-the", "variant-name"},
    {"unit", "don-vi", "don-vi-tinh", "dvt"},
    {"net-weight-g", "khoi-luong-g", "khoi-luong-gram", "khoi-luong-gam", "khoi-luong", "khoi-luong-tinh",
     "khoi-luong-tinh-g", "trong-luong", "trong-luong-g", "trong-luong-gram", "trong-luong-gam", "can-nang",
     "can-nang-g", "can-nang-gram", "weight-g", "weight"},
    {"price", "gia", "gia-d", "gia-vnd", "gia-dong", "gia-ban", "gia-ban-d", "gia-ban-vnd", "gia-ban-dong", "don-gia",
     "don-gia-d", "don-gia-vnd", "gia-ban-le", "gia-tien", "price-vnd", "price-d"},
    {"opening-stock", "ton-kho", "so-luong", "so-luong-ton", "so-luong-ton-kho", "so-luong-kho", "ton-dau",
     "ton-dau-ky", "stock", "quantity", "ton"},
    {"story", "mo-ta", "mo-ta-san-pham", "cau-chuyen", "cau-chuyen-san-pham", "gioi-thieu", "description"},
    {"origin-commune-code", "ma-xa", "xa", "origin"},
    {"ethnic-group", "dan-toc"},
    {"state", "trang-thai"},
}};

bool HasControl(std::string_view text) {
  return std::ranges::any_of(
      text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F; });
}

/// "M?t ong": saved in a code page that has no Vietnamese, letters with two marks became question marks, which nobody
/// writes between letters. What has other Vietnamese letters still was not saved in one.
bool HasLostLetters(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return false;
  for (auto at = text.find('?', 1); at != text.npos; at = text.find('?', at + 1)) {
    const auto next = text.find_first_not_of('?', at);
    if (letter(text[at - 1]) && next != text.npos && letter(text[next])) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 4> kGrams{"gram", "gam", "gr", "g"}, kKilograms{"kilogram", "kg", "ky", "ki"};

/// What stands before one of `units`; nothing where none of them ends the text.
std::optional<std::string> Before(std::string_view folded, std::span<const std::string_view> units) {
  for (const auto unit : units)
    if (folded.ends_with(unit)) return keel::text::Trim(folded.substr(0, folded.size() - unit.size()));
  return std::nullopt;
}

/// "0,5" kilograms → 500. At most two digits behind the sign: "1.500 kg" is one and a half to some.
std::optional<std::int64_t> GramsOfKilograms(const std::string& text) {
  const auto mark = text.find_first_of(".,");
  if (mark == text.npos) {
    const auto whole = ReadDong(text);
    return whole && *whole <= kHeaviest ? std::optional(*whole * 1'000) : std::nullopt;
  }
  const std::string whole = text.substr(0, mark), fraction = text.substr(mark + 1);
  const auto digits = [](const std::string& some, std::size_t most) {
    return !some.empty() && some.size() <= most &&
           std::ranges::all_of(some, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!digits(whole, 4) || !digits(fraction, 2)) return std::nullopt;
  return std::stoll(whole) * 1'000 + std::stoll(fraction) * (fraction.size() == 1 ? 100 : 10);
}

}  // namespace

std::string Heading::NameOf(Column column) const {
  const auto& place = places[std::size_t(column)];
  return place ? place->written : std::string(kColumnNames[std::size_t(column)]);
}

keel::Result<Heading> ReadHeading(const CsvRow& row) {
  Heading heading{.places = {}, .unread = {}, .cells = row.cells.size()};
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    if (!keel::text::IsUtf8(row.cells[at]))
      return keel::Error{keel::Kind::kInvalid, "csv-not-text", "The first row is not UTF-8 text.",
                         std::to_string(row.line)};
    auto written = keel::text::Trim(keel::text::Visible(row.cells[at]));
    if (written.empty()) continue;  // Spreadsheets write as many cells as their widest row has.
    const std::string slug = keel::text::Slug(written);
    const auto meant = std::ranges::find_if(
        kSpellings, [&](const auto& spellings) { return std::ranges::find(spellings, slug) != spellings.end(); });
    const auto column = std::size_t(meant - kSpellings.begin());
    if (meant == kSpellings.end() || heading.places[column])
      heading.unread.push_back(std::move(written));
    else
      heading.places[column] = {at, std::move(written)};
  }
  // A file of ids or marks alone may still change prices; without any of the three no row can be told from another.
  const auto has = [&](Column column) { return heading.places[std::size_t(column)].has_value(); };
  if (!has(Column::kName) && !has(Column::kProductId) && !has(Column::kSku))
    return keel::Error{keel::Kind::kInvalid, "csv-heading", "The first row must name the columns; \"name\" is missing.",
                       "name"};
  return heading;
}

std::optional<std::int64_t> ReadDong(std::string_view text) {
  const auto read = keel::text::ReadDong(text);
  return read && *read >= keel::Money() ? std::optional(read->dong()) : std::nullopt;
}

std::optional<std::int64_t> ReadGrams(std::string_view text) {
  const std::string folded = keel::text::Fold(keel::text::Trim(text));
  if (const auto kilograms = Before(folded, kKilograms)) return GramsOfKilograms(*kilograms);
  const auto grams = Before(folded, kGrams);
  return ReadDong(grams ? *grams : folded);
}

keel::Result<ProductRow> ReadProductRow(const CsvRow& row, const Heading& heading) {
  using keel::Error, keel::Kind;
  if (row.broken)
    return Error{Kind::kInvalid, "csv-broken-row", "A quotation mark in this row is not closed.",
                 std::to_string(row.line)};
  const auto cell = [&](Column column) -> std::string_view {
    const auto& place = heading.places[std::size_t(column)];
    return place && place->at < row.cells.size() ? ReadCell(row.cells[place->at]) : std::string_view();
  };
  for (const auto& raw : row.cells)
    if (!keel::text::IsUtf8(raw) || HasControl(raw))
      return Error{Kind::kInvalid, "csv-not-text", "This row is not UTF-8 text.", std::to_string(row.line)};
  // A story may hold an address with its "?".
  for (const auto column : {Column::kName, Column::kCategory, Column::kVariant, Column::kUnit, Column::kEthnicGroup})
    if (HasLostLetters(cell(column)))
      return Error{Kind::kInvalid, "csv-lost-letters", "Letters of this row became question marks.",
                   std::to_string(row.line)};
  // A comma without quotation marks around its cell moves all that follows into other columns.
  for (std::size_t at = heading.cells; at < row.cells.size(); ++at)
    if (!keel::text::Trim(row.cells[at]).empty())
      return Error{Kind::kInvalid, "csv-too-many-cells", "This row has more cells than there are columns.",
                   std::to_string(row.line)};

  ProductRow read;
  std::optional<Error> wrong;
  const auto fail = [&](Column column) {
    if (!wrong) {
      const std::string name = heading.NameOf(column);
      wrong = Error{Kind::kInvalid, "csv-cell", "The cell \"" + name + "\" cannot be read.", name};
    }
  };
  const auto text = [&](Column column, std::size_t longest) {
    std::string value = keel::text::Nfc(keel::text::Trim(keel::text::Visible(cell(column))));
    if (keel::text::Length(value) > longest) fail(column);
    return value;
  };
  const auto number = [&](Column column, std::int64_t most, auto reader) -> std::optional<std::int64_t> {
    const std::string value = keel::text::Trim(cell(column));
    if (value.empty()) return std::nullopt;
    const auto whole = reader(value);
    if (!whole || *whole > most) fail(column);
    return whole;
  };

  if (const std::string id = keel::text::Trim(cell(Column::kProductId)); !id.empty()) {
    if (const auto parsed = ProductId::Parse(id))
      read.product_id = *parsed;
    else
      fail(Column::kProductId);
  }
  read.sku = text(Column::kSku, 60);
  read.name = text(Column::kName, 120);
  read.category = text(Column::kCategory, 120);
  if (!read.category.empty()) {
    const auto* set = SetNamed(read.category);
    if (set)
      read.category = set->slug;
    else
      fail(Column::kCategory);
  }
  read.variant = text(Column::kVariant, 80);
  read.unit = text(Column::kUnit, 40);
  read.net_weight_g = number(Column::kNetWeight, kHeaviest, ReadGrams);
  read.price = number(Column::kPrice, 1'000'000'000'000, ReadDong);
  read.opening_stock = number(Column::kOpeningStock, 1'000'000, ReadDong);
  // Line ends carry a story's paragraphs, so it alone is not squeezed into one line.
  read.story = keel::text::Nfc(keel::text::Visible(cell(Column::kStory)));
  if (keel::text::Length(read.story) > 10'000) fail(Column::kStory);
  read.origin_commune_code = text(Column::kOrigin, 5);
  read.ethnic_group = text(Column::kEthnicGroup, 60);
  if (const std::string state = keel::text::Trim(cell(Column::kState)); !state.empty()) {
    read.state = ProductStateNamed(state);
    if (!read.state || *read.state == ProductState::kRemoved) fail(Column::kState);
  }
  if (wrong) return *wrong;
  return read;
}

std::string HeadingRow() {
  return WriteCsvRow({kColumnNames.begin(), kColumnNames.end()});
}

std::string ProductRows(const Product& product) {
  std::string rows;
  for (const auto& variant : product.variants)
    rows += WriteCsvRow({product.id.text(), variant.sku, product.name, product.category, variant.name, variant.unit,
                         std::to_string(variant.net_weight_g), std::to_string(variant.price.dong()), "", product.story,
                         product.origin_commune_code, product.ethnic_group,
                         std::string(kProductStateNames[std::size_t(product.state)])});
  return rows;
}

}  // namespace catalog
