#include <algorithm>
#include <optional>

#include "storefront/backends/cases.hpp"
#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/case_view.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/don/<id>/chia: a part of an order goes now, the rest as an order that follows it. First how many go now (a form
/// that asks), then what that means for both sides (with the same address and numbers), then the deed.
namespace storefront {
namespace {

std::string PathOf(const std::string& id) {
  return "/ban/don/" + id + "/chia";
}

/// What the address says of the order's lines; empty when it says nothing of any.
Typed AskedFor(const Visit& visit, const backends::OrderCases& cases) {
  Typed::Fields fields;
  for (const auto& line : cases.lines)
    if (const auto text = visit.request.Query("l-" + line.id)) fields.emplace_back("l-" + line.id, *text);
  return Typed(std::move(fields));
}

void FillQuote(const Visit& visit, view::Data& data, const backends::SplitQuote& quote) {
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  for (const auto& line : quote.lines)
    data.Add("PART")
        .Set("PART_NAME", line.name)
        .Set("PART_NOW", view::Number(visit.language, line.now))
        .Set("PART_LATER", view::Number(visit.language, line.later));
  data.Set("NOW_TOTAL", money(quote.now_total)).Set("LATER_TOTAL", money(quote.later_total));
  data.Set("POST", money(quote.post)).SetNumber("POST_DONG", quote.post.dong()).Show("ESTIMATED", quote.estimated);
  data.Set("CARRIER", visit.Known("carrier.", quote.carrier));
}

Reply Show(Visit& visit, const Workplace&) {
  const std::string id(visit.request.Param("id"));
  const auto& orders = visit.app.orders.ask();
  const auto cases = backends::CasesOfWorkOrder(orders, visit.caller(), id);
  if (!cases) return visit.Fail(cases.failure());
  if (!cases->view.can_split) {
    visit.Flash("bad", visit.T("case.split-not-now"));
    return visit.SeeOther("/ban/don/" + id);
  }
  Page page{.title = visit.T("case.split"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "orders");
  data.Set("ID", id).Set("CODE", cases->view.code).Set("FORM_KEY", NewFormKey());
  data.SetNumber("ORDER_VERSION", cases->version);
  Typed typed = AskedFor(visit, *cases);
  backends::Kept going;
  if (!typed.fields().empty()) going = ReadKept(typed, *cases);
  if (!typed.sound()) going.clear();
  const auto quote = going.empty() ? backends::Got<backends::SplitQuote>(backends::Failure{.status = 404})
                                   : backends::QuoteSplit(orders, visit.caller(std::chrono::seconds(4)), id, going);
  if (!going.empty() && !quote) data.Set("WRONG", visit.Sentence(quote.failure())).Show("IS_WRONG");
  data.Show("ASK", !quote).Show("DECIDE", bool(quote));
  for (const auto& line : cases->lines) {
    const auto said = std::ranges::find(going, line.id, &backends::Kept::value_type::first);
    data.Add("GOING")
        .Set("LINE_ID", line.id)
        .Set("LINE_NAME", line.name)
        .SetNumber("LINE_MOST", line.quantity)
        .SetNumber("LINE_NOW", said == going.end() ? line.quantity : said->second);
  }
  if (quote) {
    FillQuote(visit, data, *quote);
    data.Show("CASH", cases->view.payment == "cod");
    const auto net =
        backends::NetOfOrder(visit.app.payments.ask(), visit.caller(std::chrono::milliseconds(1500)), cases->view.id);
    data.Show("NET_KNOWN", bool(net)).Show("NET_AWAY", !net);
    if (net) {
      data.Set("NET_BEFORE", view::Money(visit.language, net->parts.net))
          .Set("NET", view::Money(visit.language, keel::Money::Vnd(net->parts.net.dong() - quote->post.dong())));
      data.Show("HELD", net->parts.held).Show("NOT_HELD", !net->parts.held);
    }
  }
  auto shown = visit.Show("pages/seller/split.html", std::move(page));
  return typed.sound() ? std::move(shown) : Again(visit, std::move(shown), typed.faults(), typed.fields());
}

Reply Do(Visit& visit, const Workplace&) {
  const std::string id(visit.request.Param("id"));
  const auto& orders = visit.app.orders.ask();
  const auto cases = backends::CasesOfWorkOrder(orders, visit.caller(), id);
  if (!cases) return visit.Fail(cases.failure());
  Typed typed(visit);
  const auto going = ReadKept(typed, *cases);
  const auto version = typed.Ours("phien_ban");
  const auto post = typed.Dong("phi");
  if (!typed.sound()) {  // All of them the page's own.
    visit.Flash("bad", visit.T("field.page-old"));
    return visit.SeeOther(PathOf(id));
  }
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, "split");
  const auto follow = backends::SplitOrder(orders, caller, id, going, version, post.dong());
  if (!follow) return AfterDeed(visit, follow, "", PathOf(id));
  return AfterDeed(visit, follow, visit.T("case.done.split", {{"CODE", *follow}}), "/ban/don/" + id);
}

}  // namespace

void MountSellerSplit(Mount& mount) {
  mount.Get("/ban/don/:id/chia", For::kSignedIn, AtOrder(Show));
  mount.Post("/ban/don/:id/chia", For::kSignedIn, AtOrder(Do));
}

}  // namespace storefront
