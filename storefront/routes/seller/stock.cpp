#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/kho: what the shop has; one variant with its lots and places, and everything that can happen to them.
namespace storefront {
namespace {

using backends::StockBin;

constexpr std::int64_t kMostPieces = 10'000'000;
constexpr std::int64_t kUsualTolerance = 500;  // Hundredths of a percent, as orders takes it when nobody says.

std::string TitleOf(const std::string& product, const std::string& variant) {
  return variant.empty() || variant == product ? product : product + " · " + variant;
}

std::string PathOf(const std::string& variant_id) {
  return "/ban/kho/" + variant_id;
}

Reply ShowShelf(Visit& visit, const Workplace& place) {
  const auto stock = backends::ShopStock(visit.app.orders.ask(), visit.caller(), place.shop.id);
  if (!stock) return visit.Fail(stock.failure());
  Page page{.title = visit.T("stock.title"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "stock");
  for (const auto& row : *stock) {
    data.Add("ROW")
        .Set("ID", row.variant_id)
        .Set("NAME", TitleOf(row.product_name, row.variant_name))
        .Set("ON_HAND", view::Number(visit.language, row.on_hand))
        .Set("RESERVED", view::Number(visit.language, row.reserved))
        .Set("FREE", view::Number(visit.language, row.free))
        .Show("NOT_SOLD", !row.sellable);
  }
  data.Show("EMPTY", stock->empty()).Show("ANY", !stock->empty()).Set("FORM_KEY", NewFormKey());
  const auto places = backends::StockPlaces(visit.app.orders.ask(), visit.caller(), place.shop.party_id);
  if (places)
    for (const auto& one : *places) {
      data.Add("PLACE").Set("PLACE_NAME", one.name).Set("PLACE_KIND", visit.Known("stock.place.", one.kind));
    }
  return visit.Show("pages/seller/stock.html", std::move(page));
}

Reply AddPlace(Visit& visit, const Workplace& place) {
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, "place");
  return AfterDeed(visit,
                   backends::OpenPlace(visit.app.orders.ask(), caller, place.shop.party_id,
                                       visit.form().Text("ten", 100), visit.form().Text("loai", 20)),
                   visit.T("stock.place-done"), "/ban/kho");
}

/// "Lô L…, hạn 20/12/2026 · Kho hợp tác xã"
std::string BinName(const Visit& visit, const StockBin& bin) {
  std::string name = visit.T("stock.no-lot");
  if (bin.lot) {
    name = bin.lot->label.empty() ? visit.T("stock.lot-name", {{"CODE", bin.lot->code}}) : bin.lot->label;
    if (!bin.lot->expires_on.empty())
      name += " · " + visit.T("stock.until", {{"DAY", view::Day(visit.language, bin.lot->expires_on)}});
  }
  return name + " · " + (bin.place_name.empty() ? visit.T("stock.place.home") : bin.place_name);
}

void FillBin(const Visit& visit, view::Data row, const StockBin& bin, std::size_t number) {
  row.SetNumber("N", static_cast<std::int64_t>(number))
      .Set("BIN_NAME", BinName(visit, bin))
      .Set("BIN_LOT", bin.lot ? bin.lot->id : "")
      .Set("BIN_PLACE", bin.place_id);
  row.Set("BIN_ON_HAND", view::Number(visit.language, bin.on_hand))
      .SetNumber("BIN_COUNT", bin.on_hand)
      .Set("BIN_RESERVED", view::Number(visit.language, bin.reserved))
      .Set("BIN_FREE", view::Number(visit.language, bin.free));
  const bool growing = bin.lot && bin.lot->state == "growing";
  row.Show("IS_HERE", !growing);
  if (!bin.lot) return;
  const auto& lot = *bin.lot;
  row.Show("HAS_LOT").Set("LOT_CODE", lot.code).SetNumber("LOT_VERSION", lot.version);
  row.Set("LOT_STATE", visit.Known("stock.lot-state.", lot.state))
      .Set("LOT_KIND", lot.state == "open"      ? "good"
                       : lot.state == "growing" ? "warn"
                                                : "bad");
  row.Show("CAN_HOLD", lot.state == "open").Show("CAN_OPEN", lot.state == "held");
  row.Show("CAN_RECALL", lot.state != "recalled" && !growing).Show("IS_RECALLED", lot.state == "recalled");
}

Reply ShowVariant(Visit& visit, const Workplace&) {
  const std::string id(visit.request.Param("id"));
  const auto stock = backends::StockOfVariant(visit.app.orders.ask(), visit.caller(), id);
  if (!stock) return visit.Fail(stock.failure());
  Page page{.title = TitleOf(stock->product_name, stock->variant_name), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "stock");
  data.Set("VARIANT", stock->variant_id)
      .Set("NAME", TitleOf(stock->product_name, stock->variant_name))
      .Set("ON_HAND", view::Number(visit.language, stock->on_hand))
      .Set("RESERVED", view::Number(visit.language, stock->reserved))
      .Set("HELD", view::Number(visit.language, stock->held + stock->kept))
      .Set("FREE", view::Number(visit.language, stock->free))
      .SetNumber("KEPT", stock->kept)
      .Set("FORM_KEY", NewFormKey());
  std::size_t number = 0;
  for (const auto& bin : stock->bins) FillBin(visit, data.Add("BIN"), bin, ++number);
  for (const auto& place : stock->places) {
    if (place.closed) continue;
    data.Add("PLACE").Set("PLACE_ID", place.id).Set("PLACE_NAME", place.name);
    data.Add("TO").Set("PLACE_ID", place.id).Set("PLACE_NAME", place.name);
  }
  data.Show("HAS_PLACES", !stock->places.empty());
  data.Show("IS_WEIGHED", stock->lighter_bp.has_value()).Show("NOT_WEIGHED", !stock->lighter_bp.has_value());
  data.Set("TOLERANCE", Percent(visit, stock->lighter_bp.value_or(kUsualTolerance)));
  return visit.Show("pages/seller/stock_variant.html", std::move(page));
}

/// "lot|place" of a choice among bins.
std::pair<std::string, std::string> ChosenBin(Visit& visit) {
  const auto text = visit.form().Text("ngan", 70);
  const auto bar = text.find('|');
  if (bar == std::string::npos) return {};
  return {text.substr(0, bar), text.substr(bar + 1)};
}

/// What a deed's number is; pieces but for the scales' tolerance, which is a share.
std::int64_t QuantityOf(Typed& typed, const std::string& deed) {
  if (deed == "lot-state" || deed == "unweighed") return 0;
  if (deed == "weighed") return typed.Of(web::Measure::kHundredths, "so_luong", {.least = 0, .most = 3'000});
  return typed.Pieces("so_luong", {.least = deed == "count" || deed == "kept" ? 0 : 1, .most = kMostPieces});
}

/// The book keeps what is packed or on its way, whatever lies on the shelf: why it says another number than was typed.
std::string SaidOfCount(const Visit& visit, const std::string& id, const std::string& lot, const std::string& place,
                        std::int64_t counted) {
  const auto stock = backends::StockOfVariant(visit.app.orders.ask(), visit.caller(), id);
  if (stock)
    for (const auto& bin : stock->bins)
      if ((bin.lot ? bin.lot->id : "") == lot && bin.place_id == place && bin.on_hand != counted)
        return visit.T("stock.done.count-promised", {{"COUNTED", view::Number(visit.language, counted)},
                                                     {"BOOKED", view::Number(visit.language, bin.on_hand)}});
  return visit.T("stock.done.count");
}

Reply Do(Visit& visit, const Workplace& place_of_work) {
  const std::string id(visit.request.Param("id")), deed = visit.form().Text("viec", 20);
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, deed);
  const auto& ask = visit.app.orders.ask();
  Typed typed(visit);
  const auto quantity = QuantityOf(typed, deed);
  const auto version = deed == "lot-state" ? typed.Ours("ban_so") : 0;
  const auto again = [&] { return ShowVariant(visit, place_of_work); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  const auto [lot, place] = ChosenBin(visit);
  const auto done = [&](const auto& how) {
    return AfterTyped(visit, how, visit.T("stock.done." + deed), PathOf(id), again);
  };
  if (deed == "count") {
    const auto counted = backends::DoStock(
        ask, caller, id, "", {{"why", "counted"}, {"lot_id", lot}, {"place_id", place}}, {{"on_hand", quantity}});
    return AfterTyped(visit, counted, SaidOfCount(visit, id, lot, place, quantity), PathOf(id), again);
  }
  if (deed == "lot")
    return done(backends::OpenLot(ask, caller,
                                  {{"variant_id", id},
                                   {"place_id", visit.form().Text("noi", 30)},
                                   {"label", visit.form().Text("ten", 60)},
                                   {"gtin", visit.form().Text("gtin", 14)},
                                   {"harvested_on", visit.form().Text("ngay_hai", 10)},
                                   {"produced_on", visit.form().Text("ngay_lam", 10)},
                                   {"expires_on", visit.form().Text("han", 10)},
                                   {"note", visit.form().Text("ghi_chu", 400)}},
                                  quantity, visit.form().Has("tu_kho")));
  if (deed == "spoiled")
    return done(backends::DoStock(ask, caller, id, deed,
                                  {{"lot_id", lot}, {"place_id", place}, {"why", visit.form().Text("ly_do", 100)}},
                                  {{"quantity", quantity}}));
  if (deed == "moves")
    return done(backends::DoStock(ask, caller, id, deed,
                                  {{"lot_id", lot}, {"from", place}, {"to", visit.form().Text("den", 30)}},
                                  {{"quantity", quantity}}));
  if (deed == "sales")
    return done(backends::DoStock(ask, caller, id, deed, {{"channel", visit.form().Text("kenh", 12)}},
                                  {{"quantity", quantity}}));
  if (deed == "kept")
    return done(
        backends::DoStock(ask, caller, id, deed, {{"channel", visit.form().Text("kenh", 12)}}, {{"pieces", quantity}}));
  if (deed == "weighed") return done(backends::DoStock(ask, caller, id, deed, {}, {{"tolerance_bp", quantity}}));
  if (deed == "unweighed") return done(backends::DoStock(ask, caller, id, "weighed", {}, {}, /*flag_on=*/false));
  if (deed == "lot-state")
    return done(backends::ChangeLot(ask, caller, visit.form().Text("lo", 30), visit.form().Text("thanh", 10), version));
  return visit.SeeOther(PathOf(id));
}

/// Who has goods of a recalled lot: names and numbers to call.
Reply ShowTakers(Visit& visit, const Workplace&) {
  const auto takers =
      backends::LotTakers(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!takers) return visit.Fail(takers.failure());
  Page page{.title = visit.T("stock.takers"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "stock");
  for (const auto& taker : *takers)
    page.data.Add("TAKER")
        .Set("CODE", taker.code)
        .Set("NAME", taker.buyer_name)
        .Set("PHONE", taker.buyer_phone)
        .Set("PIECES", view::Number(visit.language, taker.pieces));
  page.data.Show("EMPTY", takers->empty());
  return visit.Show("pages/seller/lot_takers.html", std::move(page));
}

}  // namespace

void MountStock(Mount& mount) {
  mount.Get("/ban/kho", For::kSignedIn, InShop(ShowShelf));
  mount.Post("/ban/kho/noi", For::kSignedIn, InShop(AddPlace));
  mount.Get("/ban/kho/:id", For::kSignedIn, InShop(ShowVariant));
  mount.Post("/ban/kho/:id", For::kSignedIn, InShop(Do));
  mount.Get("/ban/lo/:id/nguoi-mua", For::kSignedIn, InShop(ShowTakers));
}

}  // namespace storefront
