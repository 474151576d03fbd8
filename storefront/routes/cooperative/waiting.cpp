#include "storefront/backends/cases.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /htx/nhan-thay: members' orders nobody answered, which the cooperative may take over.
namespace storefront {
namespace {

Reply ShowWaiting(Visit& visit) {
  const auto parties = PartiesOfKind(visit, "cooperative");
  if (parties.empty()) return visit.Problem(403, visit.T("work.no-cooperative"));
  const auto waiting = backends::WaitingFor(visit.app.orders.ask(), visit.caller(), parties.front());
  if (!waiting) return visit.Fail(waiting.failure());
  Page page{.title = visit.T("case.take-over-title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "cooperative");
  page.data.Set("FORM_KEY", NewFormKey()).Show("EMPTY", waiting->empty());
  for (const auto& order : *waiting) {
    auto row = page.data.Add("WAITING");
    row.Set("ORDER_ID", order.id)
        .Set("ORDER_CODE", order.code)
        .Set("MEMBER_SHOP", order.shop_name)
        .Set("ORDER_GOODS", view::Money(visit.language, order.goods));
    for (const auto& line : order.lines)
      row.Add("ITEM")
          .Set("ITEM_NAME", line.product_name)
          .Set("ITEM_COUNT", view::Number(visit.language, line.quantity));
  }
  return visit.Show("pages/cooperative/waiting.html", std::move(page));
}

Reply Take(Visit& visit) {
  const auto parties = PartiesOfKind(visit, "cooperative");
  if (parties.empty()) return visit.Problem(403, visit.T("work.no-cooperative"));
  const std::string order = visit.form().Text("don", 30);
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, order);
  const auto taken = backends::TakeOver(visit.app.orders.ask(), caller, order, parties.front());
  // From now on it is the cooperative's to pack and to send.
  return AfterDeed(visit, taken, visit.T("case.done.take-over"), taken ? "/ban/don/" + order : "/htx/nhan-thay");
}

}  // namespace

void MountCooperativeWaiting(Mount& mount) {
  mount.Get("/htx/nhan-thay", For::kSignedIn, ShowWaiting);
  mount.Post("/htx/nhan-thay", For::kSignedIn, Take);
}

}  // namespace storefront
