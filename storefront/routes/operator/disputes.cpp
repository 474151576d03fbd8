#include <algorithm>
#include <array>

#include "storefront/backends/cases.hpp"
#include "storefront/backends/fulfilment.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/case_view.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/khieu-nai: disputes and what goes back.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 4> kStates{"to-decide", "open", "decided", "withdrawn"};

std::string PathOf(const std::string& state) {
  return "/quan-tri/khieu-nai?trang-thai=" + keel::http::UrlEncode(state);
}

Reply ShowDisputesIn(Visit& visit, const std::string& state) {
  const auto disputes =
      backends::DisputesIn(visit.app.orders.ask(), visit.caller(), state, visit.request.QueryOr("sau", ""));
  if (!disputes) return visit.Fail(disputes.failure());
  Page page{.title = visit.T("case.disputes"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "disputes");
  data.Set("STATE", state).Set("FORM_KEY", NewFormKey());
  for (const auto tab : kStates)
    data.Add("TAB")
        .Set("HREF", PathOf(std::string(tab)))
        .Set("LABEL", visit.Known("case.dispute.", tab))
        .Set("HERE", tab == state ? "page" : "false");
  // The cards stand without them when orders takes too long over so many.
  const auto caller = visit.caller(std::chrono::milliseconds(2500));
  for (const auto& one : disputes->items) {
    auto row = data.Add("DISPUTE");
    FillDispute(visit, row, one);
    const auto order = backends::FindWorkOrder(visit.app.orders.ask(), caller, one.order_id);
    row.Show("NO_CODE", !order);
    if (!order) continue;
    row.SetIfAny("OF_CODE", order->view.code)
        .Set("OF_SHOP", order->view.shop_name)
        .Set("OF_TOTAL", view::Money(visit.language, order->view.total));
    // What came back from the road was given back whole.
    const auto left = order->view.state == "returned" ? 0 : order->view.total.dong() - order->view.given_back.dong();
    row.SetIfAny("LEFT", view::Money(visit.language, keel::Money::Vnd(std::max<std::int64_t>(left, 0))));
  }
  data.Show("EMPTY", disputes->items.empty());
  if (!disputes->next.empty()) data.SetIfAny("NEXT", PathOf(state) + "&sau=" + keel::http::UrlEncode(disputes->next));
  return visit.Show("pages/operator/disputes.html", std::move(page));
}

Reply ShowDisputes(Visit& visit) {
  return ShowDisputesIn(visit, visit.request.QueryOr("trang-thai", "to-decide"));
}

Reply Decide(Visit& visit) {
  const auto& form = visit.form();
  const std::string id = form.Text("ma", 30), state = form.Text("tu", 12);
  Typed typed(visit);
  const auto back = typed.Dong("tien");
  const auto words = typed.Words("loi", 600, true);
  const auto again = [&] { return ShowDisputesIn(visit, state); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, id);
  return AfterTyped(visit, backends::DecideDispute(visit.app.orders.ask(), caller, id, back.dong(), words),
                    visit.T("case.done.decided"), PathOf(state), again);
}

}  // namespace

void MountDisputes(Mount& mount) {
  mount.Get("/quan-tri/khieu-nai", For::kOperator, ShowDisputes);
  mount.Post("/quan-tri/khieu-nai", For::kOperator, Decide);
}

}  // namespace storefront
