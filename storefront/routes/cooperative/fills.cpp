#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/people.hpp"
#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /htx/chia-don: a cooperative's big orders, filled from its members; /htx/chia-don/hang/<variant>: whose goods fill
/// one; /ban/chia-don: the same for a member who checks his part.
namespace storefront {
namespace {

constexpr std::int64_t kMostPieces = 10'000'000;

using backends::Fill;
using backends::FillPart;

std::string TitleOf(const Fill& fill) {
  return fill.variant_name.empty() ? fill.product_name : fill.product_name + " · " + fill.variant_name;
}

template <class Work>
Mount::Handler InCooperative(Work work) {
  return [work](Visit& visit) -> Reply {
    const auto parties = PartiesOfKind(visit, "cooperative");
    if (parties.empty()) return visit.Problem(403, visit.T("work.no-cooperative"));
    return work(visit, parties.front());
  };
}

/// The shops' goods of a party: what a cooperative sells itself, or what a member does.
std::vector<backends::Stock> GoodsOf(Visit& visit, const std::string& party_id) {
  std::vector<backends::Stock> goods;
  const auto shops = visit.app.catalog.Shops(visit.caller(), party_id, "", 3, "");
  if (!shops) return goods;
  for (const auto& shop : shops->items)
    if (auto stock = backends::ShopStock(visit.app.orders.ask(), visit.caller(), shop.id))
      goods.insert(goods.end(), stock->begin(), stock->end());
  return goods;
}

void FillHead(const Visit& visit, view::Data& data, const Fill& fill) {
  const auto number = [&](std::int64_t value) { return view::Number(visit.language, value); };
  data.Set("ID", fill.id)
      .Set("NAME", TitleOf(fill))
      .Set("WANTED", number(fill.wanted))
      .Set("PROMISED", number(fill.promised))
      .Set("RECEIVED", number(fill.received))
      .Set("MISSING", number(fill.missing))
      .Set("RULE", visit.Known("fill.rule.", fill.rule))
      .Set("OPENED", view::Moment(visit.language, fill.opened_at));
  data.SetIfAny("NOTE", fill.note).Show("IS_SHORT", fill.missing > 0);
  const bool closed = fill.closed_at != keel::Instant{};
  data.SetIfAny("CLOSED", closed ? view::Moment(visit.language, fill.closed_at) : "");
}

/// The sum a member can do again on paper.
std::string ReasonOf(const Visit& visit, const Fill& fill, const FillPart& part) {
  const auto number = [&](std::int64_t value) { return view::Number(visit.language, value); };
  const auto has = number(part.has), all = number(part.has_all), wanted = number(part.wanted),
             position = number(part.position);
  if (fill.rule == "rotation")
    return visit.T("fill.why.rotation", {{"POSITION", position}, {"HAS", has}, {"WANTED", wanted}});
  return visit.T("fill.why.pro-rata", {{"HAS", has}, {"ALL", all}, {"WANTED", wanted}});
}

void FillParts(const Visit& visit, view::Data& data, const Fill& fill, bool may_receive) {
  for (const auto& part : fill.parts) {
    auto row = data.Add("PART");
    row.Set("MEMBER", part.member_name)
        .Set("ROUND", view::Number(visit.language, part.round))
        .SetNumber("ROUND_N", part.round)
        .SetNumber("POSITION_N", part.position)
        .Set("GIVEN", view::Number(visit.language, part.given))
        .SetNumber("GIVEN_N", part.given)
        .Set("BROUGHT", view::Number(visit.language, part.received))
        .Set("REASON", ReasonOf(visit, fill, part))
        .Set("PART_STATE", visit.Known("fill.state.", part.state))
        .Set("PART_KIND", part.state == "received" ? "good"
                          : part.state == "failed" ? "bad"
                                                   : "warn");
    if (part.let_go > 0)
      row.SetIfAny("LET_GO", visit.T("fill.let-go", {{"FIRST", view::Number(visit.language, part.given + part.let_go)},
                                                     {"LESS", view::Number(visit.language, part.let_go)}}));
    row.SetIfAny("WHY", part.why).Show("CAN_RECEIVE", may_receive && part.state == "promised");
  }
}

Reply ShowFills(Visit& visit, const std::string& cooperative) {
  const auto fills = backends::FillsOf(visit.app.orders.ask(), visit.caller(), cooperative);
  if (!fills) return visit.Fail(fills.failure());
  Page page{.title = visit.T("fill.title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "fills");
  page.data.Set("FORM_KEY", NewFormKey()).Show("EMPTY", fills->empty());
  for (const auto& fill : *fills) {
    auto row = page.data.Add("FILL");
    FillHead(visit, row, fill);
  }
  const auto goods = GoodsOf(visit, cooperative);
  for (const auto& one : goods) {
    const auto name = one.variant_name.empty() ? one.product_name : one.product_name + " · " + one.variant_name;
    page.data.Add("VARIANT").Set("VARIANT_ID", one.variant_id).Set("VARIANT_NAME", name);
    page.data.Add("SOURCE").Set("VARIANT_ID", one.variant_id).Set("VARIANT_NAME", name);
  }
  page.data.Show("NO_GOODS", goods.empty()).Show("HAS_GOODS", !goods.empty());
  return visit.Show("pages/cooperative/fills.html", std::move(page));
}

Reply AddFill(Visit& visit, const std::string& cooperative) {
  Typed typed(visit);
  const auto wanted = typed.Pieces("so_luong", {.least = 1, .most = kMostPieces});
  const auto again = [&] { return ShowFills(visit, cooperative); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  auto caller = visit.caller(std::chrono::seconds(8));
  caller.idempotency_key = DeedKey(visit, "fill");
  const auto fill = backends::OpenFill(visit.app.orders.ask(), caller, visit.form().Text("hang", 30), wanted,
                                       visit.form().Text("cach_chia", 10), visit.form().Text("ghi_chu", 200),
                                       visit.form().Text("don", 24));
  return AfterTyped(visit, fill, visit.T("fill.opened"), fill ? "/htx/chia-don/" + fill->id : "/htx/chia-don", again);
}

Reply ShowFill(Visit& visit, bool cooperative) {
  const auto fill = backends::FindFill(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!fill) return visit.Fail(fill.failure());
  Page page{.title = TitleOf(*fill), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, cooperative ? "fills" : "stock");
  FillHead(visit, page.data, *fill);
  FillParts(visit, page.data, *fill, cooperative);
  page.data.Set("FORM_KEY", NewFormKey()).Show("AT_COOP", cooperative).Show("AT_MEMBER", !cooperative);
  page.data.Show("CAN_CLOSE", cooperative && fill->promised > 0);
  return visit.Show("pages/cooperative/fill.html", std::move(page));
}

Reply Receive(Visit& visit, const std::string&) {
  const std::string id(visit.request.Param("id"));
  if (visit.form().Text("viec", 10) == "close") {
    auto caller = visit.caller(std::chrono::seconds(8));
    caller.idempotency_key = DeedKey(visit, "close");
    return AfterDeed(visit, backends::CloseFill(visit.app.orders.ask(), caller, id), visit.T("fill.closed-done"),
                     "/htx/chia-don/" + id);
  }
  const bool failed = visit.form().Text("viec", 10) == "fail";
  Typed typed(visit);
  const auto round = typed.Ours("vong"), position = typed.Ours("thu");
  const auto brought = failed ? 0 : typed.Pieces("so_luong", {.least = 0, .most = kMostPieces});
  const auto again = [&] { return ShowFill(visit, true); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  auto caller = visit.caller(std::chrono::seconds(8));
  caller.idempotency_key = DeedKey(visit, "part-" + std::to_string(round) + "-" + std::to_string(position));
  const auto done = backends::ReceivePart(visit.app.orders.ask(), caller, id,
                                          {{"round", round}, {"position", position}, {"quantity", brought}},
                                          visit.form().Text("ly_do", 100));
  return AfterTyped(visit, done, visit.T("fill.received-done"), "/htx/chia-don/" + id, again);
}

Reply ShowSupplies(Visit& visit, const std::string& cooperative) {
  const std::string variant(visit.request.Param("id"));
  const auto supplies = backends::SuppliesOf(visit.app.orders.ask(), visit.caller(), variant);
  if (!supplies) return visit.Fail(supplies.failure());
  Page page{.title = visit.T("fill.supplies"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "fills");
  page.data.Set("VARIANT", variant).Set("FORM_KEY", NewFormKey()).Show("EMPTY", supplies->empty());
  for (const auto& supply : *supplies)
    page.data.Add("SUPPLY")
        .Set("MEMBER_VARIANT", supply.member_variant_id)
        .Set("MEMBER", supply.member_name)
        .Set("GOODS",
             supply.variant_name.empty() ? supply.product_name : supply.product_name + " · " + supply.variant_name)
        .Set("HAS", view::Number(visit.language, supply.free));
  if (const auto members = backends::MembersOf(visit.app.accounts.ask(), visit.caller(), cooperative))
    for (const auto& member : members->parties) {
      const auto shops = visit.app.catalog.Shops(visit.caller(), member.party_id, "", 3, "");
      if (!shops) continue;
      for (const auto& shop : shops->items) {
        const auto goods = visit.app.catalog.Products(visit.caller(), {.shop_id = shop.id, .limit = 24});
        if (!goods) continue;
        for (const auto& card : goods->items) {
          const auto product = visit.app.catalog.FindProduct(visit.caller(), card.slug);
          if (!product) continue;
          for (const auto& one : product->variants)
            page.data.Add("CHOICE")
                .Set("CHOICE_ID", one.id)
                .Set("CHOICE_NAME", member.name + ": " + product->name + (one.name.empty() ? "" : " · " + one.name));
        }
      }
    }
  return visit.Show("pages/cooperative/supplies.html", std::move(page));
}

Reply SetSupply(Visit& visit, const std::string&) {
  const std::string variant(visit.request.Param("id"));
  auto caller = visit.caller();
  const bool drop = visit.form().Text("viec", 10) == "drop";
  caller.idempotency_key = DeedKey(visit, drop ? "drop" : "supply");
  return AfterDeed(visit,
                   backends::DoStock(visit.app.orders.ask(), caller, variant, "supplies",
                                     {{"member_variant_id", visit.form().Text("hang", 30)}}, {}, !drop),
                   visit.T("fill.supply-done"), "/htx/chia-don/hang/" + variant);
}

}  // namespace

void MountFills(Mount& mount) {
  mount.Get("/htx/chia-don", For::kSignedIn, InCooperative(ShowFills));
  mount.Post("/htx/chia-don", For::kSignedIn, InCooperative(AddFill));
  mount.Get("/htx/chia-don/:id", For::kSignedIn,
            InCooperative([](Visit& visit, const std::string&) { return ShowFill(visit, true); }));
  mount.Post("/htx/chia-don/:id", For::kSignedIn, InCooperative(Receive));
  mount.Get("/htx/chia-don/hang/:id", For::kSignedIn, InCooperative(ShowSupplies));
  mount.Post("/htx/chia-don/hang/:id", For::kSignedIn, InCooperative(SetSupply));
  mount.Get("/ban/chia-don/:id", For::kSignedIn,
            InShop([](Visit& visit, const Workplace&) { return ShowFill(visit, false); }));
}

}  // namespace storefront
