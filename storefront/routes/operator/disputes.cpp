#include <array>

#include "storefront/backends/cases.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/case_view.hpp"
#include "storefront/routes/parts/workplace.hpp"

/// /quan-tri/khieu-nai: disputes and what goes back.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 4> kStates{"to-decide", "open", "decided", "withdrawn"};

std::string PathOf(const std::string& state) {
  return "/quan-tri/khieu-nai?trang-thai=" + keel::http::UrlEncode(state);
}

Reply ShowDisputes(Visit& visit) {
  const std::string state = visit.request.QueryOr("trang-thai", "to-decide");
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
  for (const auto& one : disputes->items) FillDispute(visit, data.Add("DISPUTE"), one);
  data.Show("EMPTY", disputes->items.empty());
  if (!disputes->next.empty()) data.SetIfAny("NEXT", PathOf(state) + "&sau=" + keel::http::UrlEncode(disputes->next));
  return visit.Show("pages/operator/disputes.html", std::move(page));
}

Reply Decide(Visit& visit) {
  const auto& form = visit.form();
  const std::string id = form.Text("ma", 30);
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, id);
  return AfterDeed(visit,
                   backends::DecideDispute(visit.app.orders.ask(), caller, id, form.Number("tien").value_or(0),
                                           form.Text("loi", 600)),
                   visit.T("case.done.decided"), PathOf(form.Text("tu", 12)));
}

}  // namespace

void MountDisputes(Mount& mount) {
  mount.Get("/quan-tri/khieu-nai", For::kOperator, ShowDisputes);
  mount.Post("/quan-tri/khieu-nai", For::kOperator, Decide);
}

}  // namespace storefront
