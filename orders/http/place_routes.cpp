#include <nlohmann/json.hpp>

#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using keel::places::Places;
using nlohmann::json;

constexpr int kGoodForS = 3'600;  // Boundaries change by law, at midnight.
constexpr std::size_t kSuggestions = 12;

Result<Reply> Provinces(const Places& places, const Request& request) {
  json items = json::array();
  for (const auto& province : places.Provinces())
    items.push_back({{"code", province.code}, {"name", province.name}, {"full_name", province.full_name}});
  return PublicRead(request, {{"items", std::move(items)}}, kGoodForS);
}

Result<Reply> Communes(const Places& places, const Request& request) {
  const auto code = request.Param("code");
  if (places.FindProvince(code) == nullptr)
    return keel::Error{keel::Kind::kNotFound, "place-unknown", "There is no such province.", "code"};
  json items = json::array();
  for (const auto& commune : places.Communes(code))
    items.push_back({{"code", commune.code},
                     {"name", commune.name},
                     {"full_name", commune.full_name},
                     {"province_code", commune.province_code}});
  return PublicRead(request, {{"items", std::move(items)}}, kGoodForS);
}

Result<Reply> Suggest(const Places& places, const Request& request) {
  const auto text = request.QueryOr("q", "");
  if (text.size() > 200) return keel::Error{keel::Kind::kInvalid, "field-out-of-range", "q is too long.", "q"};
  json items = json::array();
  if (!text.empty())
    for (const auto* commune : places.Suggest(text, kSuggestions)) items.push_back(ToJson(*commune, places));
  return PublicRead(request, {{"items", std::move(items)}}, kGoodForS);
}

Result<Reply> Translate(const Places& places, const Request& request) {
  std::array<std::string, 3> old;
  constexpr std::array<std::string_view, 3> kNames{"province", "district", "ward"};
  for (std::size_t i = 0; i < old.size(); ++i) {
    old[i] = request.QueryOr(kNames[i], "");
    if (old[i].empty())
      return keel::Error{keel::Kind::kInvalid, "field-missing", "A field is missing.", std::string(kNames[i])};
    if (old[i].size() > 200)
      return keel::Error{keel::Kind::kInvalid, "field-out-of-range", "A field is too long.", std::string(kNames[i])};
  }
  json items = json::array();
  for (const auto& fit : places.FromOld(old[0], old[1], old[2])) {
    json item = ToJson(*fit.commune, places);
    item["certainty"] = fit.certainty == keel::places::Certainty::kExact ? "exact" : "probable";
    items.push_back(std::move(item));
  }
  return PublicRead(request, {{"items", std::move(items)}}, kGoodForS);
}

}  // namespace

void MountPlaceRoutes(keel::http::Server& server, const Places& places) {
  const auto open = [&places](auto work) {
    return Open([&places, work](const Request& request) { return work(places, request); });
  };
  server.Work(Method::kGet, "/v1/places/provinces", open(Provinces));
  server.Work(Method::kGet, "/v1/places/provinces/:code/communes", open(Communes));
  server.Work(Method::kGet, "/v1/places/suggest", open(Suggest));
  server.Work(Method::kGet, "/v1/places/translate", open(Translate));
}

}  // namespace orders
