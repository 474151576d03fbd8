#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/http/keyed.hpp"
#include "orders/http/read.hpp"

/// Goods that are sold by the scales: which are, what those said, and what a buyer of too little answers.
namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::int64_t kMostGrams = 2'000'000;
constexpr std::size_t kMostLines = 100;
constexpr std::int64_t kWidestTolerance = 3'000;

json WeightsJson(const WeighedOrder& weighed) {
  json out{{"order_id", weighed.order.id.text()},
           {"code", weighed.order.code.text()},
           {"state", NameOf(weighed.order.state)},
           {"goods", keel::http::ToJson(weighed.order.goods)},
           {"total", keel::http::ToJson(weighed.order.total)},
           {"asked", weighed.asked},
           {"version", weighed.order.version},
           {"lines", json::array()}};
  for (const LineWeight& w : weighed.weights)
    out["lines"].push_back({{"line_id", w.line_id},
                            {"title", w.title},
                            {"ordered_g", w.ordered_g},
                            {"packed_g", w.packed_g},
                            {"settled_g", w.settled_g},
                            {"agreed", keel::http::ToJson(w.agreed)},
                            {"total", keel::http::ToJson(w.total)},
                            {"outcome", NameOf(w.outcome)},
                            {"answer_until", keel::ToRfc3339(AnswerWeightUntil(w.weighed_at))}});
  out["pending"] = json::array();
  for (const LineWeight& w : weighed.pending)
    out["pending"].push_back({{"line_id", w.line_id}, {"title", w.title}, {"ordered_g", w.ordered_g}});
  return out;
}

Result<json> Shown(const Result<WeighedOrder>& weighed) {
  if (!weighed) return weighed.error();
  return WeightsJson(*weighed);
}

Result<Reply> Weighable(const Site& site, const Request& request, const Principal& who) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  if (!in.Has("weighed"))  // Nobody is weighed by a slip.
    in.Fail({keel::Kind::kInvalid, "field-missing", "A field is missing.", "weighed"});
  const bool weighed = in.Flag("weighed", true);
  const auto tolerance = in.MaybeInt("tolerance_bp", 0, kWidestTolerance);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) -> Result<json> {
    const auto done =
        SetWeighed(transaction, who, variant->text(), weighed ? std::optional(tolerance.value_or(500)) : std::nullopt);
    if (!done) return done.error();
    return json{{"done", true}};
  });
}

/// The order :key names, by its id or by the code people read over a phone, for who may act for its shop.
Result<OrderId> SellersOrder(const Site& site, const Request& request, const Principal& who) {
  if (KeyIsId(request)) return OrderId::Parse(request.Param("key"));
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  const auto whole = ShowToSeller(site.context, who, *code);
  if (!whole) return whole.error();
  return whole->order.id;
}

Result<Reply> PutWeights(const Site& site, const Request& request, const Principal& who) {
  const auto id = SellersOrder(site, request, who);
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  std::vector<LineGrams> grams;
  const auto& lines = in.Array("lines", kMostLines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Fields line(lines[i], "lines." + std::to_string(i));
    const auto line_id = LineId::Parse(line.Text("line_id", 30, 30));
    const auto weight = line.Int("grams", 1, kMostGrams);
    if (!line.ok()) return line.error();
    if (!line_id) return line_id.error();
    grams.push_back({*line_id, weight});
  }
  if (!in.ok()) return in.error();
  if (grams.empty()) return Error{Kind::kInvalid, "field-missing", "A field is missing.", "lines"};
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) {
    return Shown(WeighOrder(transaction, site.context, who, *id, grams));
  });
}

Result<Reply> SellersWeights(const Site& site, const Request& request, const Principal& who, std::string_view key) {
  const auto id = OrderId::Parse(key);
  if (!id) return id.error();
  const auto weights = Shown(WeightsForSeller(site.context, who, *id));
  if (!weights) return weights.error();
  return PrivateRead(request, *weights);
}

Result<Reply> GetWeights(const Site& site, const Request& request, const Principal& who) {
  return SellersWeights(site, request, who, request.Param("id"));
}

/// Who asks about an order by its code: the phone given, or the account signed in. Wrong ones are counted.
template <class Deed>
Result<Reply> AsBuyer(const Site& site, const Request& request, const std::optional<Phone>& phone, Deed deed) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  auto proof = SignedProof(site.verifier, request);
  if (!proof) return proof.error();
  proof->phone = phone;
  return site.lookups.Guard(request, code->text(), [&]() -> Result<Reply> { return deed(*code, *proof); });
}

/// By the code, for the buyer; by the id, for who may act for the shop.
Result<Reply> WeightsOf(const Site& site, const Request& request) {
  if (KeyIsId(request)) {
    const auto who = site.verifier.Who(request);
    if (!who) return who.error();
    return SellersWeights(site, request, *who, request.Param("key"));
  }
  const auto phone = PhoneFrom(request);
  if (!phone) return phone.error();
  return AsBuyer(site, request, *phone, [&](const OrderCode& code, const BuyerProof& proof) -> Result<Reply> {
    const auto weights = Shown(WeightsForBuyer(site.context, code, proof));
    if (!weights) return weights.error();
    return PrivateRead(request, *weights);
  });
}

Result<Reply> BuyersAnswer(const Site& site, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto text = in.MaybeText("phone", 32);
  const bool accept = in.OneOf<bool>("answer", {{"accept", true}, {"decline", false}});
  if (!in.ok()) return in.error();
  std::optional<Phone> phone;
  if (text) {
    const auto parsed = Phone::Parse(*text);
    if (!parsed) return parsed.error();
    phone = *parsed;
  }
  return AsBuyer(site, request, phone, [&](const OrderCode& code, const BuyerProof& proof) -> Result<Reply> {
    // Proven before the key is looked up: a stored answer is for who may see it.
    if (const auto may = WeightsForBuyer(site.context, code, proof); !may) return may.error();
    return Keyed(site, request, code.text(), 200, [&](keel::sql::Transaction& transaction) {
      return Shown(AnswerWeights(transaction, site.context, code, proof, accept));
    });
  });
}

}  // namespace

void MountWeightRoutes(keel::http::Server& server, const Site& site) {
  keel::http::Routes routes(server, site.verifier, std::cref(site));
  routes.Signed(Method::kPut, "/v1/stock/:variant_id/weighed", Weighable);
  routes.Signed(Method::kPost, "/v1/orders/:key/weights", PutWeights);
  routes.Signed(Method::kGet, "/v1/seller/orders/:id/weights", GetWeights);
  routes.Open(Method::kGet, "/v1/orders/:key/weights", WeightsOf);
  routes.Open(Method::kPost, "/v1/orders/:key/weights/answer", BuyersAnswer);
}

}  // namespace orders
