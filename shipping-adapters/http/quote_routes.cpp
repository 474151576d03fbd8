#include "shipping-adapters/http/quote_routes.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/answers.hpp"
#include "keel/http/fields.hpp"
#include "shipping-adapters/http/json.hpp"

namespace shipping {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::int64_t kMaxGrams = 100'000;
constexpr std::int64_t kMaxSide = 3'000;  // Millimetres.
constexpr std::int64_t kMaxDong = 1'000'000'000;
constexpr int kCarriersGoodForS = 60;

Result<Place> ReadPlace(Fields& in, std::string_view name, const keel::places::Places& places) {
  Fields end(in.Object(name), in.Name(name));
  const auto province_code = end.Text("province_code", 2, 2);
  const auto commune_code = end.Text("commune_code", 5, 5);
  if (!in.ok()) return in.error();
  if (!end.ok()) return end.error();
  const auto* province = places.FindProvince(province_code);
  if (province == nullptr) return Error{Kind::kInvalid, "place-unknown", "There is no such province.", province_code};
  const auto* commune = places.FindCommune(commune_code);
  if (commune == nullptr || commune->province_code != province_code)
    return Error{Kind::kInvalid, "place-unknown", "There is no such commune in this province.", commune_code};
  return Place{province_code, commune_code, province->full_name, commune->full_name};
}

/// {"amount":…,"currency":"VND"}; absent is nothing.
keel::Money MaybeDong(Fields& in, std::string_view name) {
  return in.Has(name) ? in.Dong(name, 0, kMaxDong) : keel::Money();
}

Result<QuoteRequest> Read(const json& body, const keel::places::Places& places) {
  Fields in(body);
  const auto from = ReadPlace(in, "from", places);
  if (!from) return from.error();
  const auto to = ReadPlace(in, "to", places);
  if (!to) return to.error();
  Fields parcel(in.Object("parcel"), "parcel");
  QuoteRequest request{*from, *to, {}, {}};
  request.parcel.grams = parcel.Int("grams", 1, kMaxGrams);
  request.parcel.length_mm = parcel.MaybeInt("length_mm", 0, kMaxSide).value_or(0);
  request.parcel.width_mm = parcel.MaybeInt("width_mm", 0, kMaxSide).value_or(0);
  request.parcel.height_mm = parcel.MaybeInt("height_mm", 0, kMaxSide).value_or(0);
  request.parcel.declared_value = MaybeDong(in, "declared_value");
  request.cod_amount = MaybeDong(in, "cod_amount");
  if (!in.ok()) return in.error();
  if (!parcel.ok()) return parcel.error();
  return request;
}

}  // namespace

void MountQuoteRoutes(keel::http::Server& server, QuoteDesk& desk, const Carriers& carriers,
                      const keel::places::Places& places) {
  server.Work(Method::kPost, "/v1/quotes", [&desk, &places](const Request& request) -> Reply {
    const auto body = keel::http::JsonBody(request);
    if (!body) return keel::http::Problem(body.error(), request);
    const auto wanted = Read(*body, places);
    if (!wanted) return keel::http::Problem(wanted.error(), request);

    const auto quotes = desk.Ask(*wanted, request.deadline);

    auto list = json::array();
    for (const auto& quote : quotes) list.push_back(ToJson(quote));
    return keel::http::Json(200, {{"quotes", list}}).With("Cache-Control", "no-store");
  });

  server.Work(Method::kGet, "/v1/carriers", [&carriers](const Request& request) -> Reply {
    auto items = json::array();
    for (const auto& carrier : carriers.All()) items.push_back({{"code", carrier->code()}, {"name", carrier->name()}});
    return keel::http::PublicRead(request, {{"items", items}}, kCarriersGoodForS);
  });
}

}  // namespace shipping
