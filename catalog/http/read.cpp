#include "catalog/http/read.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "catalog/domain/categories.hpp"
#include "keel/http/fields.hpp"
#include "keel/http/query.hpp"

namespace catalog {
namespace {

using keel::Error, keel::Kind, keel::Result;
using keel::http::Fields;
using nlohmann::json;

constexpr std::size_t kLongestName = 120, kLongestStory = 10'000, kLongestUnit = 40, kLongestSku = 60;
constexpr std::size_t kLongestSearch = 400;            // Bytes.
constexpr std::int64_t kAnyPrice = 1'000'000'000'000;  // The rule itself is the domain's, with its own sentence.

/// Digits only, so that a code can never be longer than its column or hold something else.
bool IsCode(std::string_view text, std::size_t length) {
  return text.size() == length && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void CheckCode(Fields& in, std::string_view name, const std::optional<std::string>& value, std::size_t length) {
  if (value && !IsCode(*value, length))
    in.Fail({Kind::kInvalid, "place-unknown", "There is no such place.", value->empty() ? std::string(name) : *value});
}

template <class Id>
std::optional<Id> ReadId(Fields& in, std::string_view text) {
  auto id = Id::Parse(text);
  if (id) return *id;
  in.Fail(id.error());
  return std::nullopt;
}

std::vector<MediaId> ReadMediaIds(Fields& in, const json& list) {
  std::vector<MediaId> ids;
  for (const auto& entry : list) {
    if (!entry.is_string()) {
      in.Fail({Kind::kInvalid, "field-wrong-type", "Photos are named by their ids.", in.Name("photos")});
      return {};
    }
    const auto id = ReadId<MediaId>(in, entry.get_ref<const std::string&>());
    if (!id) return {};
    if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
  }
  return ids;
}

std::vector<VariantDraft> ReadVariants(Fields& in, const json& list) {
  std::vector<VariantDraft> variants;
  for (std::size_t i = 0; i < list.size() && in.ok(); ++i) {
    Fields one(list[i], in.Name("variants") + '.' + std::to_string(i));
    VariantDraft variant;
    if (!list[i].is_object())
      one.Fail({Kind::kInvalid, "field-wrong-type", "A variant is an object.",
                in.Name("variants") + '.' + std::to_string(i)});
    if (one.Has("id")) variant.id = ReadId<VariantId>(one, one.Text("id", 1, 30));
    variant.name = one.MaybeText("name", 80).value_or("");
    variant.unit = one.Text("unit", 1, kLongestUnit);
    variant.net_weight_g = one.MaybeInt("net_weight_g", 0, kHeaviest).value_or(0);
    variant.price = one.Dong("price", -kAnyPrice, kAnyPrice);
    variant.sku = one.MaybeText("sku", kLongestSku);
    variant.opening_stock = one.MaybeInt("opening_stock", 0, 1'000'000);
    if (!one.ok()) in.Fail(one.error());
    variants.push_back(std::move(variant));
  }
  return variants;
}

}  // namespace

Result<ShopDraft> ReadShopDraft(const json& body) {
  Fields in(body);
  const auto party = ReadId<PartyId>(in, in.Text("party_id", 1, 30));
  ShopDraft draft{.party_id = party.value_or(PartyId::FromRow("")),
                  .name = in.Text("name", 1, kLongestName),
                  .province_code = in.Text("province_code", 1, 8),
                  .commune_code = in.Text("commune_code", 1, 8),
                  .hamlet = in.MaybeText("hamlet", 120).value_or(""),
                  .sells = in.MaybeText("sells", 300).value_or(""),
                  .story = in.MaybeText("story", kLongestStory).value_or("")};
  CheckCode(in, "province_code", draft.province_code, 2);
  CheckCode(in, "commune_code", draft.commune_code, 5);
  if (!in.ok()) return in.error();
  return draft;
}

Result<ShopEdit> ReadShopEdit(const json& body) {
  Fields in(body);
  ShopEdit edit;
  edit.version = in.Int("version", 1, INT64_MAX);
  if (in.Has("name")) edit.name = in.Text("name", 1, kLongestName);
  edit.province_code = in.MaybeText("province_code", 8);
  edit.commune_code = in.MaybeText("commune_code", 8);
  edit.hamlet = in.MaybeText("hamlet", 120);
  edit.sells = in.MaybeText("sells", 300);
  edit.story = in.MaybeText("story", kLongestStory);
  CheckCode(in, "province_code", edit.province_code, 2);
  CheckCode(in, "commune_code", edit.commune_code, 5);
  if (body.contains("photo")) {
    edit.photo = std::optional<MediaId>();
    if (in.Has("photo")) edit.photo = ReadId<MediaId>(in, in.Text("photo", 1, 30));
  }
  if (!in.ok()) return in.error();
  return edit;
}

Result<ProductDraft> ReadProductDraft(const json& body) {
  Fields in(body);
  const auto shop = ReadId<ShopId>(in, in.Text("shop_id", 1, 30));
  ProductDraft draft{.shop_id = shop.value_or(ShopId::FromRow("")),
                     .name = in.Text("name", 1, kLongestName),
                     .category = in.Text("category", 1, 60),
                     .story = in.MaybeText("story", kLongestStory).value_or(""),
                     .origin_commune_code = in.MaybeText("origin_commune_code", 8).value_or(""),
                     .ethnic_group = in.MaybeText("ethnic_group", 60).value_or(""),
                     .variants = {},
                     .photos = {},
                     .publish = in.Flag("publish", false)};
  if (!draft.origin_commune_code.empty()) CheckCode(in, "origin_commune_code", draft.origin_commune_code, 5);
  if (in.Has("variants")) draft.variants = ReadVariants(in, in.Array("variants", kMostVariants));
  if (in.Has("photos")) draft.photos = ReadMediaIds(in, in.Array("photos", kMostPhotos));
  if (!in.ok()) return in.error();
  return draft;
}

Result<ProductEdit> ReadProductEdit(const json& body) {
  Fields in(body);
  ProductEdit edit;
  edit.version = in.Int("version", 1, INT64_MAX);
  if (in.Has("name")) edit.name = in.Text("name", 1, kLongestName);
  if (in.Has("category")) edit.category = in.Text("category", 1, 60);
  edit.story = in.MaybeText("story", kLongestStory);
  edit.origin_commune_code = in.MaybeText("origin_commune_code", 8);
  if (edit.origin_commune_code && !edit.origin_commune_code->empty())
    CheckCode(in, "origin_commune_code", edit.origin_commune_code, 5);
  edit.ethnic_group = in.MaybeText("ethnic_group", 60);
  if (in.Has("variants")) edit.variants = ReadVariants(in, in.Array("variants", kMostVariants));
  if (in.Has("photos")) edit.photos = ReadMediaIds(in, in.Array("photos", kMostPhotos));
  if (!in.ok()) return in.error();
  return edit;
}

Result<std::vector<MediaId>> ReadPhotos(const json& body) {
  Fields in(body);
  auto photos = ReadMediaIds(in, in.Array("photos", kMostPhotos));
  if (!in.ok()) return in.error();
  return photos;
}

Result<Certificate> ReadCertificate(const json& body, const CertificateId& id) {
  Fields in(body);
  Certificate certificate{.id = id,
                          .stars = int(in.Int("stars", 0, 9)),
                          .number = in.Text("number", 1, 80),
                          .issued_on = {},
                          .expires_on = {}};
  for (const auto& [name, date] :
       {std::pair{"issued_on", &certificate.issued_on}, {"expires_on", &certificate.expires_on}}) {
    const auto parsed = ParseDate(in.Text(name, 1, 40));
    if (parsed)
      *date = *parsed;
    else
      in.Fail({Kind::kInvalid, "date-invalid", "A date is written as 2026-11-21.", name});
  }
  if (!in.ok()) return in.error();
  return certificate;
}

Result<PageAsk> ReadPageAsk(const keel::http::Request& request) {
  PageAsk ask;
  const auto limit = keel::http::QueryNumber(request, "limit", 1, 100);
  if (!limit) return limit.error();
  if (*limit) ask.limit = std::size_t(**limit);
  if (const auto cursor = request.Query("cursor"); cursor && !cursor->empty()) {
    ask.after = DecodeCursor(*cursor);
    if (ask.after.empty()) return NotACursor();
  }
  return ask;
}

Error NotACursor() {
  return {Kind::kInvalid, "cursor-invalid", "That is not a page of this list; begin again."};
}

Result<std::string> ReadProvince(const keel::http::Request& request) {
  auto province = request.QueryOr("province", "");
  if (!province.empty() && !IsCode(province, 2))
    return Error{Kind::kInvalid, "province-unknown", "There is no such province.", province};
  return province;
}

Result<ListingQuery> ReadListingQuery(const keel::http::Request& request) {
  ListingQuery query;
  const auto page = ReadPageAsk(request);
  if (!page) return page.error();
  query.limit = page->limit;
  query.cursor = page->after;
  query.words = request.QueryOr("q", "");
  if (query.words.size() > kLongestSearch)
    return Error{Kind::kInvalid, "search-too-long", "A search is a few words.", std::to_string(kLongestSearch)};
  if (const auto shop = request.QueryOr("shop_id", ""); !shop.empty()) {
    const auto id = ShopId::Parse(shop);
    if (!id) return id.error();
    query.shop_id = shop;
  }
  if (const auto category = request.QueryOr("category", ""); !category.empty()) {
    // A link says /danh-muc/<slug> for sets and groups alike.
    if (FindSet(category))
      query.category = category;
    else if (FindGroup(category))
      query.group = category;
    else
      return Error{Kind::kInvalid, "category-unknown", "There is no such category.", category};
  }
  if (const auto group = request.QueryOr("group", ""); !group.empty()) {
    if (!FindGroup(group)) return Error{Kind::kInvalid, "category-unknown", "There is no such category.", group};
    query.group = group;
  }
  const auto province = ReadProvince(request);
  if (!province) return province.error();
  query.province_code = *province;
  const auto stars = keel::http::QueryNumber(request, "stars", 0, 5);
  if (!stars) return stars.error();
  query.stars = int(stars->value_or(0));
  const auto min_price = keel::http::QueryNumber(request, "min_price", 0, kAnyPrice);
  if (!min_price) return min_price.error();
  query.min_price = *min_price;
  const auto max_price = keel::http::QueryNumber(request, "max_price", 0, kAnyPrice);
  if (!max_price) return max_price.error();
  query.max_price = *max_price;
  const auto sort = request.QueryOr("sort", query.words.empty() ? "new" : "relevance");
  const auto at = std::ranges::find(kSortNames, sort);
  if (at == kSortNames.end())
    return Error{Kind::kInvalid, "field-unknown-value", "Sort by new, price, -price or relevance.", "sort"};
  query.sort = Sort(at - kSortNames.begin());
  return query;
}

}  // namespace catalog
