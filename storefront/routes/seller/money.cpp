#include "storefront/backends/office.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/tien: what is owed, who holds it now, when it should come, and how each order's sum was made.
namespace storefront {
namespace {

/// "carrier ghn" → the sentence for carriers with the name in it.
std::string Holder(const Visit& visit, const std::string& by) {
  const auto blank = by.find(' ');
  if (blank == std::string::npos) return visit.Known("work.held-by.", by);
  return visit.T("work.held-by.carrier", {{"CARRIER", visit.Known("carrier.", by.substr(blank + 1))}});
}

Reply ShowMoney(Visit& visit, const Workplace& place) {
  const auto money = backends::MoneyOf(visit.app.payments.ask(), visit.caller(), place.shop.party_id);
  if (!money) return visit.Fail(money.failure());
  Page page{.title = visit.T("work.money"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "money");
  data.Set("OWED", view::Money(visit.language, money->owed))
      .Set("PAID_OUT", view::Money(visit.language, money->paid_out));
  for (const auto& part : money->held) {
    auto row = data.Add("HELD");
    row.Set("BY", Holder(visit, part.by)).Set("AMOUNT", view::Money(visit.language, part.amount));
    if (part.has_date) row.SetIfAny("WHEN", view::Date(visit.language, part.expected_on));
  }
  data.Show("NOTHING_HELD", money->held.empty());
  for (const auto& line : money->recent) {
    auto row = data.Add("LINE");
    row.Set("CODE", line.order_code)
        .Set("ORDER_ID", line.order_id)
        .Set("GOODS", view::Money(visit.language, line.goods));
    row.Set("COMMISSION", view::Money(visit.language, line.commission))
        .Set("TAX", view::Money(visit.language, line.commission_tax));
    row.Set("NET", view::Money(visit.language, line.net))
        .Set("STATE", visit.Known("money.state.", line.state))
        .Set("WHEN", view::Date(visit.language, line.at));
  }
  data.Show("ANY", !money->recent.empty()).Show("EMPTY", money->recent.empty());
  return visit.Show("pages/seller/money.html", std::move(page));
}

}  // namespace

void MountSellerMoney(Mount& mount) {
  mount.Get("/ban/tien", For::kSignedIn, InShop(ShowMoney));
}

}  // namespace storefront
