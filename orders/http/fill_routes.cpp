#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/keyed.hpp"
#include "orders/http/read.hpp"

/// A cooperative's big orders, filled from many members' stock.
namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

json ToJson(const WholeFill& whole) {
  json out{{"id", whole.fill.id.text()},
           {"cooperative_id", whole.fill.cooperative_id},
           {"variant_id", whole.fill.variant_id},
           {"product_name", whole.offer.product_name},
           {"variant_name", whole.offer.variant_name},
           {"unit", whole.offer.unit},
           {"wanted", whole.fill.wanted},
           {"promised", whole.promised},
           {"received", whole.received},
           {"missing", whole.missing()},
           {"rule", NameOf(whole.fill.rule)},
           {"note", whole.fill.note},
           {"opened_at", keel::ToRfc3339(whole.fill.opened_at)},
           {"parts", json::array()}};
  if (whole.fill.closed_at) out["closed_at"] = keel::ToRfc3339(*whole.fill.closed_at);
  if (!whole.fill.order_id.empty()) out["order_id"] = whole.fill.order_id;
  for (const FillPart& p : whole.parts)
    out["parts"].push_back({{"round", p.round},
                            {"position", p.position},
                            {"member_party_id", p.member_party_id},
                            {"member_name", p.member_name},
                            {"member_variant_id", p.member_variant_id},
                            {"has", p.has},
                            {"has_all", p.has_all},
                            {"wanted", p.wanted},
                            {"given", p.given},
                            {"let_go", p.let_go},
                            {"received", p.received},
                            {"state", kPartStates[std::size_t(p.state)]},
                            {"why", p.why}});
  return out;
}

Result<json> Shown(const Result<WholeFill>& fill) {
  if (!fill) return fill.error();
  return ToJson(*fill);
}

Result<Reply> NewFill(const Site& site, const Request& request, const Principal& who) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  FillWish wish;
  wish.variant_id = in.Text("variant_id", 30, 30);
  wish.wanted = in.Int("wanted", 1, kMostPieces);
  wish.rule = in.OneOf("rule", kFillRules);
  wish.note = in.MaybeText("note", 200).value_or("");
  wish.order_code = in.MaybeText("order_code", 24).value_or("");
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 201, [&](keel::sql::Transaction& transaction) {
    return Shown(OpenFill(transaction, site.context, who, wish));
  });
}

Result<Reply> Received(const Site& site, const Request& request, const Principal& who) {
  const auto id = FillId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto round = in.Int("round", 1, 1'000);
  const auto position = in.Int("position", 1, 100'000);
  const auto pieces = in.Int("quantity", 0, kMostPieces);
  const auto why = in.MaybeText("why", 100).value_or("");
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) {
    return Shown(ReceivePart(transaction, site.context, who, id->text(), round, position, pieces, why));
  });
}

Result<Reply> Close(const Site& site, const Request& request, const Principal& who) {
  const auto id = FillId::Parse(request.Param("id"));
  if (!id) return id.error();
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) {
    return Shown(CloseFill(transaction, site.context, who, id->text()));
  });
}

Result<Reply> One(const Site& site, const Request& request, const Principal& who) {
  const auto id = FillId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto fill = Shown(ShowFill(site.context, who, id->text()));
  if (!fill) return fill.error();
  return PrivateRead(request, *fill);
}

Result<Reply> List(const Site& site, const Request& request, const Principal& who) {
  const auto party = IdFrom<PartyId>(request, "party_id");
  if (!party) return party.error();
  return PrivateItems(request, FillsOf(site.context, who, *party), [](const WholeFill& fill) { return ToJson(fill); });
}

Result<Reply> Supplies(const Site& site, const Request& request, const Principal& who) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  return PrivateItems(request, SuppliesOf(site.context, who, variant->text()), [](const Supply& s) {
    json item = {{"member_variant_id", s.member_variant_id},
                 {"member_party_id", s.member_party_id},
                 {"member_name", s.member_name},
                 {"product_name", s.product_name},
                 {"variant_name", s.variant_name},
                 {"free", s.free}};
    if (s.last_gave_at) item["last_gave_at"] = keel::ToRfc3339(*s.last_gave_at);
    return item;
  });
}

Result<Reply> PutSupply(const Site& site, const Request& request, const Principal& who) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto member = in.Text("member_variant_id", 30, 30);
  const bool active = in.Flag("active", true);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 200, [&](keel::sql::Transaction& transaction) -> Result<json> {
    const auto done = SetSupply(transaction, site.context, who, variant->text(), member, active);
    if (!done) return done.error();
    return json{{"done", true}};
  });
}

}  // namespace

void MountFillRoutes(keel::http::Server& server, const Site& site) {
  keel::http::Routes routes(server, site.verifier, std::cref(site));
  routes.Signed(Method::kPost, "/v1/fills", NewFill);
  routes.Signed(Method::kGet, "/v1/fills", List);
  routes.Signed(Method::kGet, "/v1/fills/:id", One);
  routes.Signed(Method::kPost, "/v1/fills/:id/received", Received);
  routes.Signed(Method::kPost, "/v1/fills/:id/close", Close);
  routes.Signed(Method::kGet, "/v1/stock/:variant_id/supplies", Supplies);
  routes.Signed(Method::kPut, "/v1/stock/:variant_id/supplies", PutSupply);
}

}  // namespace orders
