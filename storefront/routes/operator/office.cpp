#include "storefront/backends/office.hpp"

#include "storefront/backends/bank_lines.hpp"
#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/selling.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/order_rows.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri: the market's office: sellers to look at, reported products, all orders.
namespace storefront {
namespace {

constexpr std::string_view kSellerStates[]{"active", "verified", "suspended"};

Reply ShowOffice(Visit& visit) {
  Page page{.title = visit.T("office.title"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "office");
  const auto sellers = backends::ListParties(visit.app.accounts.ask(), visit.caller(), "active", "", "");
  const auto reports = backends::OpenReports(visit.app.catalog.ask(), visit.caller(), "");
  const auto waiting =
      backends::ListOrders(visit.app.orders.ask(), visit.caller(), {.all = true}, "confirmed", "", 100);
  const auto unmatched = backends::ReceiptsIn(visit.app.payments.ask(), visit.caller(), "unmatched", "");
  const auto count = [&](std::string_view name, const auto& list) {
    if (!list) return;
    const auto number = view::Number(visit.language, static_cast<std::int64_t>(list->items.size()));
    data.SetIfAny(name, number + (list->next.empty() ? "" : "+"));
  };
  count("SELLERS", sellers);
  count("REPORTS", reports);
  count("WAITING", waiting);
  count("UNMATCHED", unmatched);
  count("UNEXPLAINED", backends::LinesToExplain(visit.app.payments.ask(), visit.caller(), ""));
  const auto ledger = backends::LedgerAccounts(visit.app.payments.ask(), visit.caller());
  if (ledger) data.SetIfAny("LEDGER_SUM", view::Money(visit.language, ledger->sum));
  return visit.Show("pages/operator/office.html", std::move(page));
}

Reply ShowSellers(Visit& visit) {
  const std::string status = visit.request.QueryOr("trang-thai", "active"), words = visit.request.QueryOr("q", "");
  const auto parties =
      backends::ListParties(visit.app.accounts.ask(), visit.caller(), status, words, visit.request.QueryOr("sau", ""));
  if (!parties) return visit.Fail(parties.failure());
  Page page{.title = visit.T("office.sellers"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "sellers");
  data.Set("WORDS", words).Set("STATUS", status);
  for (const auto state : kSellerStates) {
    data.Add("TAB")
        .Set("HREF", "/quan-tri/nguoi-ban?trang-thai=" + std::string(state))
        .Set("LABEL", visit.Known("party.status.", state))
        .Set("HERE", state == status ? "page" : "false");
  }
  for (const auto& party : parties->items) {
    auto row = data.Add("PARTY");
    row.Set("ID", party.id)
        .Set("NAME", party.name)
        .Set("KIND", visit.Known("kind.", party.kind))
        .Set("SINCE", view::Date(visit.language, party.created_at));
    row.Set("PLACE", party.commune_name + ", " + party.province_name).Show("IS_SAMPLE", party.is_sample);
    row.Set("STATUS_TEXT", visit.Known("party.status.", party.status)).SetIfAny("WHY_SUSPENDED", party.suspend_reason);
    row.Show("CAN_VERIFY", party.status == "active")
        .Show("CAN_SUSPEND", party.status != "suspended")
        .Show("CAN_RESTORE", party.status == "suspended");
  }
  data.Show("EMPTY", parties->items.empty()).Show("HAS_NEXT", !parties->next.empty());
  data.Set("NEXT_HREF", "/quan-tri/nguoi-ban?trang-thai=" + keel::http::UrlEncode(status) +
                            "&q=" + keel::http::UrlEncode(words) + "&sau=" + keel::http::UrlEncode(parties->next));
  return visit.Show("pages/operator/sellers.html", std::move(page));
}

Reply MoveSeller(Visit& visit) {
  const std::string deed = visit.form().Text("viec", 10),
                    back = "/quan-tri/nguoi-ban?trang-thai=" + keel::http::UrlEncode(visit.form().Text("tu", 12));
  if (deed != "verify" && deed != "suspend" && deed != "restore") return visit.SeeOther(back);
  if (deed == "suspend" && visit.form().Text("ly_do", 200).empty()) {
    visit.Flash("bad", visit.T("office.reason-missing"));
    return visit.SeeOther(back);
  }
  return AfterDeed(visit,
                   backends::MoveParty(visit.app.accounts.ask(), visit.caller(), visit.form().Text("ma", 40), deed,
                                       visit.form().Text("ly_do", 200)),
                   visit.T("office.party-done." + deed), back);
}

Reply ShowReports(Visit& visit) {
  const auto reports = backends::OpenReports(visit.app.catalog.ask(), visit.caller(), visit.request.QueryOr("sau", ""));
  if (!reports) return visit.Fail(reports.failure());
  Page page{.title = visit.T("office.reports"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "reports");
  for (const auto& report : reports->items) {
    auto row = data.Add("REPORT");
    row.Set("ID", report.id).Set("PRODUCT", report.product_name.empty() ? report.product_id : report.product_name);
    row.Set("KEY", report.product_slug.empty() ? report.product_id : report.product_slug)
        .Set("REASON", visit.Known("report.reason.", report.reason));
    row.SetIfAny("NOTE", report.note).Set("WHEN", view::Moment(visit.language, report.at));
  }
  data.Show("EMPTY", reports->items.empty())
      .Show("HAS_NEXT", !reports->next.empty())
      .Set("NEXT_HREF", "/quan-tri/bao-cao?sau=" + keel::http::UrlEncode(reports->next));
  return visit.Show("pages/operator/reports.html", std::move(page));
}

Reply Resolve(Visit& visit) {
  const std::string action = visit.form().Text("viec", 10);
  return AfterDeed(visit,
                   backends::ResolveReport(visit.app.catalog.ask(), visit.caller(), visit.form().Text("ma", 40),
                                           action == "remove" ? "remove" : "dismiss"),
                   visit.T("office.report-done"), "/quan-tri/bao-cao");
}

/// "?ma=": the order somebody on the telephone reads the code of.
Reply FindOrder(Visit& visit, std::string code) {
  if (!code.starts_with("CP") && !code.starts_with("cp")) code = "CP-" + code;
  const auto order = backends::FindWorkOrder(visit.app.orders.ask(), visit.caller(), code);
  if (order) return visit.SeeOther("/quan-tri/don/" + keel::http::UrlEncode(order->view.id));
  if (order.failure().down()) return visit.Fail(order.failure());
  visit.Flash("bad", visit.Sentence(order.failure()));
  return visit.SeeOther("/quan-tri/don");
}

Reply ShowOrders(Visit& visit) {
  if (const auto code = visit.request.QueryOr("ma", ""); !code.empty()) return FindOrder(visit, code);
  const std::string state = visit.request.QueryOr("trang-thai", "");
  const auto orders = backends::ListOrders(visit.app.orders.ask(), visit.caller(), {.all = true}, state,
                                           visit.request.QueryOr("sau", ""));
  if (!orders) return visit.Fail(orders.failure());
  Page page{.title = visit.T("office.orders"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "all-orders");
  FillStateTabs(visit, page.data, "/quan-tri/don", state);
  FillOrderRows(visit, page.data, *orders, "/quan-tri/don/", "/quan-tri/don?trang-thai=" + state + "&sau=");
  return visit.Show("pages/operator/orders.html", std::move(page));
}

Reply ShowOrder(Visit& visit) {
  const auto order =
      backends::FindWorkOrder(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!order) return visit.Fail(order.failure());
  Page page{.title = order->view.code, .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "all-orders");
  FillOrder(visit, data, order->view);
  data.Set("SHOP", order->view.shop_name)
      .Set("BUYER", order->buyer_phone.empty() ? visit.T("mydata.buyer-erased") : order->view.buyer_name)
      .SetIfAny("PHONE", order->buyer_phone);
  data.Set("ADDRESS_LINE", order->address_line).Set("COMMUNE", order->commune).Set("PROVINCE", order->province);
  data.Set("PAYMENT", visit.Known("payment.", order->view.payment)).SetIfAny("NOTE", order->view.note);
  if (const auto& state = order->view.dispute_state; !state.empty())
    data.SetIfAny("DISPUTES_HREF", "/quan-tri/khieu-nai?trang-thai=" +
                                       (state == "answered" || state == "unanswered" ? "to-decide" : state));
  return visit.Show("pages/operator/order.html", std::move(page));
}

}  // namespace

void MountOffice(Mount& mount) {
  mount.Get("/quan-tri", For::kOperator, ShowOffice);
  mount.Get("/quan-tri/nguoi-ban", For::kOperator, ShowSellers);
  mount.Post("/quan-tri/nguoi-ban", For::kOperator, MoveSeller);
  mount.Get("/quan-tri/bao-cao", For::kOperator, ShowReports);
  mount.Post("/quan-tri/bao-cao", For::kOperator, Resolve);
  mount.Get("/quan-tri/don", For::kOperator, ShowOrders);
  mount.Get("/quan-tri/don/:id", For::kOperator, ShowOrder);
}

}  // namespace storefront
