#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/thu-hoach: harvests that are sold ahead; /thu-hoach/<id>: how one was shared, for everybody;
/// /ban/don/<id>/can: the scales.
namespace storefront {
namespace {

using backends::Harvest;

constexpr std::int64_t kMostPieces = 10'000'000;
constexpr std::int64_t kHeaviest = 2'000'000;  // Grams of one line.

std::string TitleOf(const Harvest& harvest) {
  return harvest.variant_name.empty() ? harvest.product_name : harvest.product_name + " · " + harvest.variant_name;
}

void FillHarvest(const Visit& visit, view::Data& data, const Harvest& h) {
  data.Set("ID", h.id)
      .Set("NAME", TitleOf(h))
      .Set("READY", view::Day(visit.language, h.ready_on))
      .Set("READY_DAY", h.ready_on)
      .Set("RULE", visit.Known("harvest.rule.", h.rule))
      .Set("STATE_TEXT", visit.Known("harvest.state.", h.state))
      .Set("STATE_KIND", h.state == "cut" ? "good" : "warn");
  data.Set("FORECAST", view::Number(visit.language, h.forecast))
      .SetNumber("FORECAST_NUMBER", h.forecast)
      .SetNumber("CONFIDENCE", h.confidence)
      .Set("CAP", view::Number(visit.language, h.cap))
      .Set("PROMISED", view::Number(visit.language, h.promised))
      .Set("PACKED", view::Number(visit.language, h.packed))
      .SetNumber("VERSION", h.version);
  data.Show("IS_OPEN", h.state == "open").Show("IS_CUT", h.state == "cut");
}

/// Each order's part with the sum anybody can do again.
void FillShares(const Visit& visit, view::Data& data, const Harvest& h) {
  data.Show("FELL_SHORT", h.state == "cut" && h.packed < h.promised).Show("HAS_SHARES", !h.shares.empty());
  const auto number = [&](std::int64_t value) { return view::Number(visit.language, value); };
  std::int64_t of_all = 0;  // What the rule divides by: those who paid, or pay at the door.
  for (const auto& share : h.shares) of_all += share.secured ? share.wanted : 0;
  for (const auto& share : h.shares) {
    const auto packed = number(h.packed), promised = number(of_all), wanted = number(share.wanted),
               ahead = number(share.ahead);
    data.Add("SHARE")
        .Set("POSITION", number(share.position))
        .Set("CODE", share.code)
        .Set("WANTED", wanted)
        .Set("GIVEN", number(share.given))
        .Set("REASON",
             !share.secured ? visit.T("harvest.why.unpaid")
             : h.rule == "pro-rata"
                 ? visit.T("harvest.why.pro-rata", {{"WANTED", wanted}, {"PACKED", packed}, {"PROMISED", promised}})
                 : visit.T("harvest.why.first-come", {{"AHEAD", ahead}, {"PACKED", packed}, {"WANTED", wanted}}));
  }
}

Reply ShowHarvests(Visit& visit, const Workplace& place) {
  const auto harvests = backends::ShopHarvests(visit.app.orders.ask(), visit.caller(), place.shop.id);
  if (!harvests) return visit.Fail(harvests.failure());
  Page page{.title = visit.T("harvest.title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "stock");
  for (const auto& harvest : *harvests) {
    auto row = page.data.Add("HARVEST");
    FillHarvest(visit, row, harvest);
  }
  page.data.Show("EMPTY", harvests->empty()).Set("FORM_KEY", NewFormKey());
  if (const auto stock = backends::ShopStock(visit.app.orders.ask(), visit.caller(), place.shop.id))
    for (const auto& row : *stock)
      page.data.Add("VARIANT")
          .Set("VARIANT_ID", row.variant_id)
          .Set("VARIANT_NAME",
               row.variant_name.empty() ? row.product_name : row.product_name + " · " + row.variant_name);
  return visit.Show("pages/seller/harvests.html", std::move(page));
}

backends::Numbers Forecast(Typed& typed) {
  return {{"forecast", typed.Pieces("du_kien", {.least = 1, .most = kMostPieces})},
          {"confidence", typed.Of(web::Measure::kWholePercent, "chac", {.least = 1, .most = 100})}};
}

Reply AddHarvest(Visit& visit, const Workplace& place) {
  Typed typed(visit);
  const auto numbers = Forecast(typed);
  if (!typed.sound()) return Again(visit, ShowHarvests(visit, place), typed.faults());
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, "harvest");
  const auto opened = backends::OpenHarvest(visit.app.orders.ask(), caller,
                                            {{"variant_id", visit.form().Text("hang", 30)},
                                             {"ready_on", visit.form().Text("ngay", 10)},
                                             {"rule", visit.form().Text("cach_chia", 12)}},
                                            numbers);
  return AfterTyped(visit, opened, visit.T("harvest.opened"),
                    opened ? "/ban/thu-hoach/" + opened->id : "/ban/thu-hoach",
                    [&] { return ShowHarvests(visit, place); });
}

Reply ShowHarvest(Visit& visit, const Workplace&) {
  const auto harvest =
      backends::FindHarvest(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!harvest) return visit.Fail(harvest.failure());
  Page page{.title = TitleOf(*harvest), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "stock");
  FillHarvest(visit, page.data, *harvest);
  FillShares(visit, page.data, *harvest);
  page.data.Set("FORM_KEY", NewFormKey());
  return visit.Show("pages/seller/harvest.html", std::move(page));
}

Reply DoHarvest(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id"));
  const bool cut = visit.form().Text("viec", 10) == "cut";
  auto caller = visit.caller(std::chrono::seconds(20));
  caller.idempotency_key = DeedKey(visit, cut ? "cut" : "forecast");
  Typed typed(visit);
  const auto pieces = [&](std::string_view field) { return typed.Pieces(field, {.least = 0, .most = kMostPieces}); };
  backends::Numbers numbers =
      cut ? backends::Numbers{{"cut", pieces("hai")}, {"graded", pieces("chon")}, {"packed", pieces("dong_goi")}}
          : Forecast(typed);
  numbers.emplace_back("version", typed.Ours("ban_so"));
  const auto again = [&] { return ShowHarvest(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  const auto done = backends::DoHarvest(visit.app.orders.ask(), caller, id, cut ? "cut" : "",
                                        {cut ? std::pair("expires_on", visit.form().Text("han", 10))
                                             : std::pair("ready_on", visit.form().Text("ngay", 10))},
                                        numbers);
  return AfterTyped(visit, done, visit.T(cut ? "harvest.cut-done" : "harvest.changed"), "/ban/thu-hoach/" + id, again);
}

Reply ShowPrinted(Visit& visit) {
  const auto harvest =
      backends::PrintedHarvest(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!harvest) return visit.Fail(harvest.failure());
  Harvest shown = *harvest;
  shown.state = "cut";
  Page page{.title = visit.T("harvest.shares"), .indexed = false};
  FillHarvest(visit, page.data, shown);
  FillShares(visit, page.data, shown);
  return visit.Show("pages/harvest_shares.html", std::move(page));
}

void FillLines(const Visit& visit, view::Data& data, const backends::Weights& weights) {
  for (const auto& line : weights.lines) {
    auto row = data.Add("LINE");
    row.Set("LINE_TITLE", line.title)
        .Set("ORDERED", view::Weight(visit.language, line.ordered_g))
        .Set("PACKED_WEIGHT", view::Weight(visit.language, line.packed_g))
        .Set("AGREED", view::Money(visit.language, line.agreed))
        .Set("NOW", view::Money(visit.language, line.total))
        .Set("OUTCOME", visit.Known("weigh.outcome.", line.outcome))
        .Set("LINE", line.line_id)
        .SetNumber("PACKED_G", line.packed_g);
    // A mistyped weight may be put right until the buyer answered or the goods are packed.
    row.Show("AGAIN", weights.state == "accepted" && (line.outcome == "settled" || line.outcome == "asked"));
    row.SetIfAny("UNTIL", line.outcome == "asked" ? view::Moment(visit.language, line.answer_until) : "");
  }
}

Reply ShowScales(Visit& visit, const Workplace&) {
  const std::string id(visit.request.Param("id"));
  const auto weights = backends::WeightsOfOrder(visit.app.orders.ask(), visit.caller(), id);
  if (!weights) return visit.Fail(weights.failure());
  Page page{.title = visit.T("weigh.title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "orders");
  page.data.Set("ID", id).Set("CODE", weights->code).Set("FORM_KEY", NewFormKey());
  page.data.Show("ASKED", weights->asked).Show("TO_WEIGH", !weights->pending.empty());
  page.data.Show("NOTHING", weights->pending.empty() && weights->lines.empty());
  for (const auto& line : weights->pending)
    page.data.Add("PENDING")
        .Set("LINE", line.line_id)
        .Set("LINE_TITLE", line.title)
        .Set("ORDERED", view::Weight(visit.language, line.ordered_g))
        .SetNumber("ORDERED_G", line.ordered_g);
  FillLines(visit, page.data, *weights);
  return visit.Show("pages/seller/scales.html", std::move(page));
}

Reply Weigh(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id"));
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, "weigh");
  std::vector<std::pair<std::string, std::int64_t>> grams;
  Typed typed(visit);
  for (const auto& [name, value] : visit.form().fields())
    if (name.starts_with("g_lin_"))
      grams.emplace_back(name.substr(2), typed.Grams(name, {.least = 1, .most = kHeaviest}));
  const auto again = [&] { return ShowScales(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  return AfterTyped(visit, backends::WeighOrder(visit.app.orders.ask(), caller, id, grams), visit.T("weigh.done"),
                    "/ban/don/" + id + "/can", again);
}

}  // namespace

void MountHarvests(Mount& mount) {
  mount.Get("/ban/thu-hoach", For::kSignedIn, InShop(ShowHarvests));
  mount.Post("/ban/thu-hoach", For::kSignedIn, InShop(AddHarvest));
  mount.Get("/ban/thu-hoach/:id", For::kSignedIn, InShop(ShowHarvest));
  mount.Post("/ban/thu-hoach/:id", For::kSignedIn, InShop(DoHarvest));
  mount.Get("/thu-hoach/:id", For::kVisitor, ShowPrinted);
  mount.Get("/ban/don/:id/can", For::kSignedIn, AtOrder(ShowScales));
  mount.Post("/ban/don/:id/can", For::kSignedIn, AtOrder(Weigh));
}

}  // namespace storefront
