#include "storefront/backends/catalog.hpp"

#include <algorithm>
#include <charconv>

#include "storefront/backends/catalog_json.hpp"

namespace storefront::backends {
namespace {

/// Photo addresses go into srcset and href; nothing but our own files' names may pass.
bool IsPhotoAddress(std::string_view url) {
  constexpr std::string_view kFolder = "/anh/";
  return url.starts_with(kFolder) && url.size() > kFolder.size() &&
         std::ranges::all_of(url.substr(kFolder.size()), [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_';
         });
}

std::vector<Source> ReadSources(const Json& sources, std::string_view format) {
  auto all = Each<Source>(sources, format, [](const Json& json) {
    return Source{static_cast<int>(Int(json, "w")), Text(json, "url")};
  });
  std::erase_if(all, [](const Source& source) { return source.width <= 0 || !IsPhotoAddress(source.url); });
  std::ranges::sort(all, {}, &Source::width);
  return all;
}

/// A card's photo: {"160": "/anh/…jpg", "400": "/anh/…jpg"}; each may also be {avif, webp, jpeg}.
void ReadCardSources(const Json& json, Photo& photo) {
  const auto add = [](std::vector<Source>& to, int width, const Json& url) {
    if (url.is_string() && IsPhotoAddress(url.get_ref<const std::string&>()))
      to.push_back({width, url.get<std::string>()});
  };
  for (const auto& [name, value] : json.items()) {
    int width = 0;
    std::from_chars(name.data(), name.data() + name.size(), width);
    if (width <= 0) continue;
    add(photo.jpeg, width, value);
    add(photo.jpeg, width, At(value, "jpeg"));
    add(photo.webp, width, At(value, "webp"));
    add(photo.avif, width, At(value, "avif"));
  }
  for (auto* list : {&photo.jpeg, &photo.webp, &photo.avif}) std::ranges::sort(*list, {}, &Source::width);
}

ShopBrief ReadShopBrief(const Json& json) {
  return {Text(json, "id"),         Text(json, "slug"),         Text(json, "name"),          Text(json, "party_id"),
          Text(json, "party_kind"), Text(json, "commune_name"), Text(json, "province_name"), Flag(json, "is_sample"),
          Text(json, "state")};
}

Variant ReadVariant(const Json& json) {
  return {Text(json, "id"),          Text(json, "name"),  Text(json, "unit"),
          Int(json, "net_weight_g"), Dong(json, "price"), ReadBand(json)};
}

Certificate ReadCertificate(const Json& json) {
  return {Text(json, "id"),        Text(json, "kind"),       Text(json, "number"),
          Text(json, "issued_on"), Text(json, "expires_on"), static_cast<int>(Int(json, "stars")),
          Flag(json, "valid")};
}

std::string PathOf(std::string_view collection, const std::string& key) {
  return std::string(collection) + "/" + keel::http::UrlEncode(key);
}

}  // namespace

StockBand ReadBand(const Json& json) {
  const std::string band = Text(json, "stock_band");
  if (band == "in") return StockBand::kIn;
  if (band == "low") return StockBand::kLow;
  if (band == "out") return StockBand::kOut;
  return StockBand::kUnknown;
}

Photo ReadPhoto(const Json& json) {
  Photo photo;
  if (json.is_string()) {
    if (IsPhotoAddress(json.get_ref<const std::string&>())) photo.jpeg.push_back({160, json.get<std::string>()});
    return photo;
  }
  photo.media_id = Text(json, "media_id");
  photo.alt = Text(json, "alt");
  photo.width = static_cast<int>(Int(json, "width"));
  photo.height = static_cast<int>(Int(json, "height"));
  const Json& sources = At(json, "sources");
  photo.avif = ReadSources(sources, "avif");
  photo.webp = ReadSources(sources, "webp");
  photo.jpeg = ReadSources(sources, "jpeg");
  if (photo.jpeg.empty() && json.is_object()) ReadCardSources(json, photo);
  return photo;
}

Card ReadCard(const Json& json) {
  Card card;
  card.id = Text(json, "id");
  card.slug = Text(json, "slug");
  card.name = Text(json, "name");
  card.shop = ReadShopBrief(At(json, "shop"));
  card.province_name = Text(json, "province_name");
  card.commune_name = Text(json, "commune_name");
  card.stars = static_cast<int>(Int(json, "stars"));
  card.price_from = Dong(json, "price_from");
  card.unit = Text(json, "unit");
  card.photo = ReadPhoto(At(json, "photo"));
  card.stock = ReadBand(json);
  card.is_sample = Flag(json, "is_sample");
  card.state = Text(json, "state");
  return card;
}

Product ReadProduct(const Json& json) {
  Product product;
  product.id = Text(json, "id");
  product.slug = Text(json, "slug");
  product.name = Text(json, "name");
  product.category = Text(json, "category");
  product.group = Text(json, "group");
  product.story = Text(json, "story");
  product.story_html = Text(json, "story_html");
  product.state = Text(json, "state");
  product.ethnic_group = Text(json, "ethnic_group");
  product.shop = ReadShopBrief(At(json, "shop"));
  product.origin_commune_code = Text(json, "origin_commune_code");
  product.origin_commune = Text(At(json, "origin"), "commune_name");
  product.origin_province = Text(At(json, "origin"), "province_name");
  product.variants = Each<Variant>(json, "variants", ReadVariant);
  product.certificates = Each<Certificate>(json, "certificates", ReadCertificate);
  product.stars = static_cast<int>(Int(json, "stars"));
  product.photos = Each<Photo>(json, "photos", ReadPhoto);
  std::erase_if(product.photos, [](const Photo& photo) { return photo.empty(); });
  product.created_at = Time(json, "created_at");
  product.version = Int(json, "version");
  return product;
}

Shop ReadShop(const Json& json) {
  Shop shop;
  shop.id = Text(json, "id");
  shop.slug = Text(json, "slug");
  shop.name = Text(json, "name");
  shop.party_id = Text(json, "party_id");
  shop.party_kind = Text(json, "party_kind");
  shop.province_code = Text(json, "province_code");
  shop.province_name = Text(json, "province_name");
  shop.commune_code = Text(json, "commune_code");
  shop.commune_name = Text(json, "commune_name");
  shop.hamlet = Text(json, "hamlet");
  shop.sells = Text(json, "sells");
  shop.story = Text(json, "story");
  shop.story_html = Text(json, "story_html");
  shop.state = Text(json, "state");
  shop.photo = ReadPhoto(At(json, "photo"));
  shop.is_sample = Flag(json, "is_sample");
  shop.version = Int(json, "version");
  return shop;
}

Got<std::vector<CategoryGroup>> Catalog::Categories(const Caller& caller) const {
  const auto json = ask_.Get(caller, "/v1/categories");
  if (!json) return json.failure();
  const auto name = [](const Json& of, std::string_view language) {
    const Json& both = At(of, "name");
    return both.is_object() ? Text(both, language) : Text(of, "name_" + std::string(language));
  };
  const auto count = [](const Json& of) { return At(of, "count").is_null() ? Int(of, "products") : Int(of, "count"); };
  const auto read_set = [&](const Json& set) {
    return CategorySet{Text(set, "slug"), name(set, "vi"), name(set, "en"), count(set)};
  };
  return Each<CategoryGroup>(*json, At(*json, "groups").is_array() ? "groups" : "items", [&](const Json& group) {
    return CategoryGroup{Text(group, "slug"), name(group, "vi"), name(group, "en"), count(group),
                         Each<CategorySet>(group, "sets", read_set)};
  });
}

Got<Product> Catalog::FindProduct(const Caller& caller, const std::string& slug_or_id) const {
  const auto json = ask_.Get(caller, PathOf("/v1/products", slug_or_id));
  if (!json) return json.failure();
  return ReadProduct(*json);
}

Got<ProductPage> Catalog::Products(const Caller& caller, const ProductQuery& query) const {
  const auto number = [](std::int64_t value) { return value > 0 ? std::to_string(value) : std::string{}; };
  const auto text = QueryText()
                        .Add("q", query.q)
                        .Add("category", query.category)
                        .Add("group", query.group)
                        .Add("province", query.province)
                        .Add("shop_id", query.shop_id)
                        .Add("stars", number(query.stars))
                        .Add("min_price", number(query.min_price))
                        .Add("max_price", number(query.max_price))
                        .Add("sort", query.sort)
                        .Add("state", query.state)
                        .Add("limit", number(query.limit))
                        .Add("cursor", query.cursor)
                        .text();
  const auto json = ask_.Get(caller, "/v1/products" + text);
  if (!json) return json.failure();
  return ProductPage{Each<Card>(*json, "items", ReadCard), Text(*json, "next"), Int(*json, "total"),
                     Text(*json, "suggestion")};
}

Got<Shop> Catalog::FindShop(const Caller& caller, const std::string& slug_or_id) const {
  const auto json = ask_.Get(caller, PathOf("/v1/shops", slug_or_id));
  if (!json) return json.failure();
  return ReadShop(*json);
}

Got<Listing<Shop>> Catalog::Shops(const Caller& caller, const std::string& party_id, const std::string& province_code,
                                  int limit, const std::string& cursor) const {
  const auto text = QueryText()
                        .Add("party_id", party_id)
                        .Add("province", province_code)
                        .Add("limit", std::to_string(limit))
                        .Add("cursor", cursor)
                        .text();
  const auto json = ask_.Get(caller, "/v1/shops" + text);
  if (!json) return json.failure();
  return Listing<Shop>{Each<Shop>(*json, "items", ReadShop), Text(*json, "next")};
}

Got<Nothing> Catalog::Report(const Caller& caller, const std::string& product_id, const std::string& reason,
                             const std::string& note) const {
  Json body{{"reason", reason}};
  if (!note.empty()) body["note"] = note;
  const auto json = ask_.Send(caller, keel::http::Method::kPost, PathOf("/v1/products", product_id) + "/reports", body);
  if (!json) return json.failure();
  return Nothing{};
}

}  // namespace storefront::backends
