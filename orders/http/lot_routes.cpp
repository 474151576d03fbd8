#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/keyed.hpp"
#include "orders/http/read.hpp"

/// Lots, the places goods lie at, and what happens to goods besides orders.
namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

json ToJson(const Lot& lot) {
  return {{"id", lot.id.text()},
          {"code", lot.code},
          {"gtin", lot.gtin},
          {"digital_link", DigitalLink(lot)},
          {"variant_id", lot.variant_id},
          {"state", NameOf(lot.state)},
          {"label", lot.label},
          {"harvested_on", lot.harvested_on},
          {"produced_on", lot.produced_on},
          {"expires_on", lot.expires_on},
          {"note", lot.note},
          {"created_at", keel::ToRfc3339(lot.created_at)},
          {"version", lot.version}};
}

json ToJson(const StockPlace& place) {
  return {{"id", place.id},
          {"party_id", place.party_id},
          {"name", place.name},
          {"kind", kPlaceKinds[std::size_t(place.kind)]},
          {"closed", place.closed}};
}

/// What the code's finder sees: the lot without the seller's own words for it.
json ToJson(const PublicLot& found) {
  json out = ToJson(found.lot);
  for (const char* own : {"label", "version", "id"}) out.erase(own);
  out["product"] = {{"name", found.offer.product_name},
                    {"slug", found.offer.product_slug},
                    {"variant_name", found.offer.variant_name},
                    {"unit", found.offer.unit},
                    {"photo", found.offer.photo}};
  out["shop"] = {{"name", found.offer.shop_name},
                 {"slug", found.offer.shop_slug},
                 {"province_code", found.offer.province_code},
                 {"commune_code", found.offer.commune_code}};
  return out;
}

json ToJson(const VariantStock& stock) {
  json out{{"variant_id", stock.offer.variant_id},
           {"product_id", stock.offer.product_id},
           {"product_name", stock.offer.product_name},
           {"variant_name", stock.offer.variant_name},
           {"unit", stock.offer.unit},
           {"party_id", stock.offer.party_id},
           {"on_hand", stock.level.on_hand},
           {"reserved", stock.level.reserved},
           {"held", stock.level.held - stock.kept},
           {"kept", stock.kept},
           {"free", stock.level.free()},
           {"tracked", stock.tracked},
           {"weighed", stock.tolerance_bp.has_value()},
           {"bins", json::array()},
           {"places", json::array()}};
  if (stock.tolerance_bp) out["tolerance_bp"] = *stock.tolerance_bp;
  for (const BinRow& row : stock.bins) {
    json bin{{"place_id", row.level.bin.place_id},
             {"place_name", row.place_name},
             {"on_hand", row.level.on_hand - row.on_the_road},
             {"reserved", row.level.reserved - row.on_the_road},
             {"on_the_road", row.on_the_road},
             {"free", row.level.free()},
             {"sellable", row.sellable}};
    if (row.lot) bin["lot"] = ToJson(*row.lot);
    out["bins"].push_back(std::move(bin));
  }
  for (const StockPlace& place : stock.places) out["places"].push_back(ToJson(place));
  return out;
}

/// Reads the body, runs `deed(transaction, fields)` under the request's Idempotency-Key and answers what it answers.
template <class Read, class Deed>
Result<Reply> Doing(const Site& site, const Request& request, const Principal& who, Read read, Deed deed,
                    int status = 200) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto wish = read(in);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, status,
               [&](keel::sql::Transaction& transaction) { return deed(transaction, wish); });
}

/// An id of this kind, or nothing.
template <class Id>
std::string ReadMaybeId(Fields& in, std::string_view name) {
  const auto text = in.MaybeText(name, 30).value_or("");
  if (text.empty()) return text;
  const auto id = Id::Parse(text);
  if (!id) in.Fail(id.error());
  return text;
}

std::optional<std::string> ReadNewDay(Fields& in, std::string_view name) {
  if (!in.Has(name)) return std::nullopt;
  return ReadMaybeDay(in, name);
}

Result<json> Done(const Result<keel::Done>& done) {
  if (!done) return done.error();
  return json{{"done", true}};
}

template <class T>
Result<json> Shown(const Result<T>& made) {
  if (!made) return made.error();
  return ToJson(*made);
}

Result<Reply> NewLot(const Site& site, const Request& request, const Principal& who) {
  const auto read = [](Fields& in) {
    LotWish wish;
    wish.variant_id = in.Text("variant_id", 30, 30);
    wish.place_id = ReadMaybeId<StockPlaceId>(in, "place_id");
    wish.quantity = in.Int("quantity", 1, kMostPieces);
    wish.from_stock = in.Flag("from_stock", false);
    wish.label = in.MaybeText("label", 60).value_or("");
    wish.gtin = in.MaybeText("gtin", 14).value_or("");
    wish.harvested_on = ReadMaybeDay(in, "harvested_on");
    wish.produced_on = ReadMaybeDay(in, "produced_on");
    wish.expires_on = ReadMaybeDay(in, "expires_on");
    wish.note = in.MaybeText("note", 400).value_or("");
    return wish;
  };
  return Doing(
      site, request, who, read,
      [&](keel::sql::Transaction& transaction, const LotWish& wish) {
        return Shown(OpenLot(transaction, site.context, who, wish));
      },
      201);
}

Result<Reply> Change(const Site& site, const Request& request, const Principal& who) {
  const auto id = LotId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto read = [](Fields& in) {
    LotChange change;
    if (in.Has("state"))
      change.state = in.OneOf<LotState>(
          "state", {{"open", LotState::kOpen}, {"held", LotState::kHeld}, {"recalled", LotState::kRecalled}});
    change.label = in.MaybeText("label", 60);
    change.note = in.MaybeText("note", 400);
    change.harvested_on = ReadNewDay(in, "harvested_on");
    change.produced_on = ReadNewDay(in, "produced_on");
    change.expires_on = ReadNewDay(in, "expires_on");
    change.version = in.Int("version", 1, kMostPieces);
    return change;
  };
  return Doing(site, request, who, read, [&](keel::sql::Transaction& transaction, const LotChange& change) {
    return Shown(ChangeLot(transaction, site.context, who, id->text(), change));
  });
}

Result<Reply> ShowLot(const Site& site, const Request& request) {
  const auto found = FindLot(site.context, std::string(request.Param("id")));
  if (!found) return found.error();
  return PublicRead(request, ToJson(*found), 1);
}

Result<Reply> Takers(const Site& site, const Request& request, const Principal& who) {
  const auto id = LotId::Parse(request.Param("id"));
  if (!id) return id.error();
  return PrivateItems(request, TakersOf(site.context, who, id->text()), [](const LotTaker& t) {
    return json{{"holder", t.order_id},         {"code", t.code},    {"state", t.state}, {"buyer_name", t.buyer_name},
                {"buyer_phone", t.buyer_phone}, {"pieces", t.pieces}};
  });
}

Result<Reply> Bins(const Site& site, const Request& request, const Principal& who) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  const auto stock = StockOfVariant(site.context, who, variant->text());
  if (!stock) return stock.error();
  return PrivateRead(request, ToJson(*stock));
}

struct Deed {
  std::string lot_id, from, to, why;
  std::string channel;
  std::int64_t quantity = 0;
};

/// A deed on a variant's stock; `read` takes what it needs.
template <class Read, class Do>
Result<Reply> OnVariant(const Site& site, const Request& request, const Principal& who, Read read, Do deed) {
  const auto variant = VariantId::Parse(request.Param("variant_id"));
  if (!variant) return variant.error();
  return Doing(site, request, who, read, [&](keel::sql::Transaction& transaction, const Deed& wish) {
    return Done(deed(transaction, variant->text(), wish));
  });
}

Result<Reply> Move(const Site& site, const Request& request, const Principal& who) {
  const auto read = [](Fields& in) {
    return Deed{ReadMaybeId<LotId>(in, "lot_id"),
                ReadMaybeId<StockPlaceId>(in, "from"),
                ReadMaybeId<StockPlaceId>(in, "to"),
                "",
                "",
                in.Int("quantity", 1, kMostPieces)};
  };
  return OnVariant(site, request, who, read, [&](auto& transaction, const std::string& variant, const Deed& wish) {
    return MoveStock(transaction, site.context, who, variant, wish.lot_id, wish.from, wish.to, wish.quantity);
  });
}

Result<Reply> Spoil(const Site& site, const Request& request, const Principal& who) {
  const auto read = [](Fields& in) {
    return Deed{ReadMaybeId<LotId>(in, "lot_id"),
                ReadMaybeId<StockPlaceId>(in, "place_id"),
                "",
                in.MaybeText("why", 100).value_or("spoiled"),
                "",
                in.Int("quantity", 1, kMostPieces)};
  };
  return OnVariant(site, request, who, read, [&](auto& transaction, const std::string& variant, const Deed& wish) {
    return SpoilStock(transaction, site.context, who, variant, {wish.lot_id, wish.from}, wish.quantity, wish.why);
  });
}

Result<Reply> Sell(const Site& site, const Request& request, const Principal& who) {
  const auto read = [](Fields& in) {
    return Deed{
        "", "", "", "", in.Word("channel", {"stall", "phone", "wholesale"}), in.Int("quantity", 1, kMostPieces)};
  };
  return OnVariant(site, request, who, read, [&](auto& transaction, const std::string& variant, const Deed& wish) {
    return SellElsewhere(transaction, site.context, who, variant, wish.channel, wish.quantity);
  });
}

Result<Reply> Keep(const Site& site, const Request& request, const Principal& who) {
  const auto read = [](Fields& in) {
    return Deed{"", "", "", "", std::string(in.Word("channel", kChannels)), in.Int("pieces", 0, kMostPieces)};
  };
  return OnVariant(site, request, who, read, [&](auto& transaction, const std::string& variant, const Deed& wish) {
    return KeepBack(transaction, site.context, who, variant, wish.channel, wish.quantity);
  });
}

Result<Reply> NewPlace(const Site& site, const Request& request, const Principal& who) {
  const auto read = [](Fields& in) {
    StockPlace place;
    place.party_id = in.Text("party_id", 30, 30);
    place.name = in.Text("name", 1, 100);
    place.kind = in.OneOf("kind", kPlaceKinds);
    return place;
  };
  return Doing(
      site, request, who, read,
      [&](keel::sql::Transaction& transaction, const StockPlace& wish) {
        return Shown(OpenPlace(transaction, site.context, who, wish));
      },
      201);
}

Result<Reply> Places(const Site& site, const Request& request, const Principal& who) {
  const auto party = IdFrom<PartyId>(request, "party_id");
  if (!party) return party.error();
  return PrivateItems(request, PlacesOf(site.context, who, *party),
                      [](const StockPlace& place) { return ToJson(place); });
}

Result<Reply> Shut(const Site& site, const Request& request, const Principal& who) {
  const auto id = StockPlaceId::Parse(request.Param("id"));
  if (!id) return id.error();
  return Keyed(site, request, who.subject, 200,
               [&](keel::sql::Transaction& transaction) { return Shown(ClosePlace(transaction, who, id->text())); });
}

}  // namespace

void MountLotRoutes(keel::http::Server& server, const Site& site) {
  keel::http::Routes routes(server, site.verifier, std::cref(site));
  routes.Signed(Method::kPost, "/v1/lots", NewLot);
  routes.Open(Method::kGet, "/v1/lots/:id", ShowLot);
  routes.Signed(Method::kPatch, "/v1/lots/:id", Change);
  routes.Signed(Method::kGet, "/v1/lots/:id/takers", Takers);
  routes.Signed(Method::kGet, "/v1/stock/:variant_id/bins", Bins);
  routes.Signed(Method::kPost, "/v1/stock/:variant_id/moves", Move);
  routes.Signed(Method::kPost, "/v1/stock/:variant_id/spoiled", Spoil);
  routes.Signed(Method::kPost, "/v1/stock/:variant_id/sales", Sell);
  routes.Signed(Method::kPut, "/v1/stock/:variant_id/kept", Keep);
  routes.Signed(Method::kGet, "/v1/stock-places", Places);
  routes.Signed(Method::kPost, "/v1/stock-places", NewPlace);
  routes.Signed(Method::kPost, "/v1/stock-places/:id/close", Shut);
}

}  // namespace orders
