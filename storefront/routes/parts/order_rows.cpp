#include "storefront/routes/parts/order_rows.hpp"

#include <array>

#include "storefront/view/format.hpp"

namespace storefront {
namespace {

constexpr std::array<std::string_view, 7> kTabs{"",        "confirmed", "accepted", "packed",
                                                "shipped", "delivered", "cancelled"};

}  // namespace

std::string_view StateKind(std::string_view state) {
  if (state == "delivered") return "good";
  if (state == "cancelled" || state == "returned") return "bad";
  return "warn";
}

bool IsRefused(const backends::WorkOrder& order) {
  return order.view.state == "packed" && order.shipment_state == "failed";
}

void FillOrderRows(const web::Visit& visit, view::Data& data, const backends::Listing<backends::WorkOrder>& orders,
                   std::string_view href, const std::string& next_href, std::string_view own_party) {
  for (const auto& order : orders.items) {
    auto row = data.Add("ORDER");
    row.Set("CODE", order.view.code)
        .Set("SHOP", order.view.shop_name)
        .Set("TOTAL", view::Money(visit.language, order.view.total));
    row.Set("GOODS", view::Money(visit.language, order.view.goods))
        .Set("PAYMENT", visit.Known("payment.", order.view.payment));
    row.Set("STATE_TEXT", visit.Known("order.state.", order.view.state)).Set("STATE_KIND", StateKind(order.view.state));
    row.Set("PLACED", view::Moment(visit.language, order.placed_at));
    row.Set("PARCEL", IsRefused(order)                     ? visit.T("work.parcel-stuck")
                      : order.view.tracking_number.empty() ? "–"
                                                           : order.view.tracking_number);
    const bool own = !own_party.empty() && (order.party_id == own_party || order.taken_by == own_party);
    const std::string before(href.empty() && own ? "/ban/don/" : href);
    row.Show("NO_HREF", before.empty());
    row.SetIfAny("ROW_FOLLOWS", order.view.follows.code);
    row.SetIfAny("HREF", before.empty() ? "" : before + order.view.id);
  }
  data.Show("ANY", !orders.items.empty()).Show("EMPTY", orders.items.empty());
  data.Show("HAS_NEXT", !orders.next.empty()).Set("NEXT_HREF", next_href + keel::http::UrlEncode(orders.next));
}

void FillStateTabs(const web::Visit& visit, view::Data& data, const std::string& path, const std::string& state) {
  for (const auto tab : kTabs) {
    auto row = data.Add("TAB");
    row.Set("HREF", tab.empty() ? path : path + "?trang-thai=" + std::string(tab))
        .Set("HERE", tab == state ? "page" : "false");
    row.Set("LABEL", tab.empty() ? visit.T("work.all-states") : visit.Known("order.state.", tab));
  }
}

}  // namespace storefront
