#include "storefront/backends/selling.hpp"

#include "storefront/backends/catalog_json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

Json Dong(keel::Money money) {
  return {{"amount", money.dong()}, {"currency", "VND"}};
}

Json ToJson(const VariantWish& variant) {
  Json json{{"unit", variant.unit}, {"net_weight_g", variant.net_weight_g}, {"price", Dong(variant.price)}};
  if (!variant.id.empty()) json["id"] = variant.id;
  if (!variant.name.empty()) json["name"] = variant.name;
  if (variant.opening_stock) json["opening_stock"] = *variant.opening_stock;
  return json;
}

Json ToJson(const ProductWish& wish) {
  Json json{{"name", wish.name}, {"category", wish.category}, {"story", wish.story}, {"variants", Json::array()}};
  for (const auto& variant : wish.variants) json["variants"].push_back(ToJson(variant));
  return json;
}

template <class T, class Read>
Got<T> Map(Got<Json> answer, Read read) {
  if (!answer) return answer.failure();
  return read(*answer);
}

Got<Nothing> Quietly(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

std::string ProductPath(const std::string& id) {
  return "/v1/products/" + UrlEncode(id);
}

}  // namespace

Got<Shop> OpenShop(const Asker& catalog, const Caller& caller, const ShopWish& wish) {
  Json body{{"party_id", wish.party_id},
            {"name", wish.name},
            {"province_code", wish.province_code},
            {"commune_code", wish.commune_code},
            {"sells", wish.sells}};
  if (!wish.hamlet.empty()) body["hamlet"] = wish.hamlet;
  return Map<Shop>(catalog.Send(caller, Method::kPost, "/v1/shops", body), ReadShop);
}

Got<Shop> EditShop(const Asker& catalog, const Caller& caller, const std::string& shop_id, const ShopEdit& edit,
                   std::int64_t version) {
  Json body{{"version", version}};
  const auto add = [&](const char* field, const std::optional<std::string>& value) {
    if (value) body[field] = *value;
  };
  add("name", edit.name);
  add("sells", edit.sells);
  add("story", edit.story);
  add("province_code", edit.province_code);
  add("commune_code", edit.commune_code);
  add("hamlet", edit.hamlet);
  if (edit.photo) body["photo"] = edit.photo->empty() ? Json() : Json(*edit.photo);
  return Map<Shop>(catalog.Send(caller, Method::kPatch, "/v1/shops/" + UrlEncode(shop_id), body), ReadShop);
}

Got<Product> ListProduct(const Asker& catalog, const Caller& caller, const ProductWish& wish) {
  Json body = ToJson(wish);
  body["shop_id"] = wish.shop_id;
  body["photos"] = wish.photos;
  body["publish"] = wish.publish;
  return Map<Product>(catalog.Send(caller, Method::kPost, "/v1/products", body), ReadProduct);
}

Got<Product> EditProduct(const Asker& catalog, const Caller& caller, const std::string& product_id,
                         const ProductWish& wish, std::int64_t version) {
  Json body = ToJson(wish);
  body["version"] = version;
  return Map<Product>(catalog.Send(caller, Method::kPatch, ProductPath(product_id), body), ReadProduct);
}

Got<Nothing> MoveShop(const Asker& catalog, const Caller& caller, const std::string& shop_id, const std::string& deed) {
  return Quietly(catalog.Send(caller, Method::kPost, "/v1/shops/" + UrlEncode(shop_id) + "/" + deed, Json::object()));
}

Got<Nothing> MoveProduct(const Asker& catalog, const Caller& caller, const std::string& product_id,
                         const std::string& deed) {
  return Quietly(catalog.Send(caller, Method::kPost, ProductPath(product_id) + "/" + deed, Json::object()));
}

Got<Nothing> SetPhotos(const Asker& catalog, const Caller& caller, const std::string& product_id,
                       const std::vector<std::string>& media_ids) {
  return Quietly(catalog.Send(caller, Method::kPut, ProductPath(product_id) + "/photos", {{"photos", media_ids}}));
}

Got<std::string> UploadPhoto(const Asker& catalog, const Caller& caller, std::string bytes,
                             const std::string& content_type) {
  const auto answer = catalog.SendRaw(caller, Method::kPost, "/v1/media", std::move(bytes), content_type);
  if (!answer) return answer.failure();
  const Json json = Json::parse(*answer, nullptr, /*allow_exceptions=*/false);
  return json.is_object() ? Text(json, "id") : std::string{};
}

Got<Nothing> AddCertificate(const Asker& catalog, const Caller& caller, const std::string& product_id,
                            const CertificateWish& wish) {
  return Quietly(catalog.Send(caller, Method::kPost, ProductPath(product_id) + "/certificates",
                              {{"stars", wish.stars},
                               {"number", wish.number},
                               {"issued_on", wish.issued_on},
                               {"expires_on", wish.expires_on}}));
}

Got<Nothing> RemoveCertificate(const Asker& catalog, const Caller& caller, const std::string& product_id,
                               const std::string& certificate_id) {
  return Quietly(catalog.Send(caller, Method::kDelete,
                              ProductPath(product_id) + "/certificates/" + UrlEncode(certificate_id), Json::object()));
}

Got<ImportReport> ImportProducts(const Asker& catalog, const Caller& caller, const std::string& shop_id,
                                 std::string csv) {
  const auto answer = catalog.SendRaw(caller, Method::kPost, "/v1/shops/" + UrlEncode(shop_id) + "/products/import",
                                      std::move(csv), "text/csv");
  if (!answer) return answer.failure();
  const Json json = Json::parse(*answer, nullptr, /*allow_exceptions=*/false);
  ImportReport report{.created = Int(json, "created"),
                      .updated = Int(json, "updated"),
                      .unchanged = Int(json, "unchanged"),
                      .rejected = Int(json, "rejected"),
                      .stock_left = Int(json, "opening_stock_left"),
                      .unread_columns = Each<std::string>(json, "unread_columns",
                                                          [](const Json& column) { return column.get<std::string>(); }),
                      .rows = {}};
  report.rows = Each<ImportRow>(json, "rows", [](const Json& row) {
    return ImportRow{Int(row, "line"), Text(row, "status"), Text(row, "detail")};
  });
  return report;
}

Got<std::string> ExportProducts(const Asker& catalog, const Caller& caller, const std::string& shop_id) {
  return catalog.GetRaw(caller, "/v1/shops/" + UrlEncode(shop_id) + "/products/export");
}

Got<Listing<Report>> OpenReports(const Asker& catalog, const Caller& caller, const std::string& cursor) {
  QueryText query;
  query.Add("state", "open").Add("cursor", cursor);
  return Map<Listing<Report>>(catalog.Get(caller, "/v1/reports" + query.text()), [](const Json& json) {
    Listing<Report> list{{}, Text(json, "next")};
    list.items = Each<Report>(json, "items", [](const Json& row) {
      const Json& product = At(row, "product");
      return Report{Text(row, "id"),     Text(product, "id"), Text(product, "name"),  Text(product, "slug"),
                    Text(row, "reason"), Text(row, "note"),   Time(row, "created_at")};
    });
    return list;
  });
}

Got<Nothing> ResolveReport(const Asker& catalog, const Caller& caller, const std::string& report_id,
                           const std::string& action) {
  return Quietly(
      catalog.Send(caller, Method::kPost, "/v1/reports/" + UrlEncode(report_id) + "/resolve", {{"action", action}}));
}

}  // namespace storefront::backends
