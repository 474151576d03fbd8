#pragma once
#include <string>

#include "storefront/backends/fulfilment.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// Whether it is packed and no carrier takes its parcel as it is.
bool IsRefused(const backends::WorkOrder& order);

/// Rows ORDER (CODE, HREF, SHOP, STATE_TEXT, STATE_KIND, TOTAL, PAYMENT, PLACED, PARCEL) of parts/work/orders.html;
/// sections ANY, EMPTY, HAS_NEXT with NEXT_HREF. `href` stands before each order's id; an empty one makes no links but
/// to the orders of `own_party`, which stand in its own shop's pages.
void FillOrderRows(const web::Visit& visit, view::Data& data, const backends::Listing<backends::WorkOrder>& orders,
                   std::string_view href, const std::string& next_href, std::string_view own_party = {});

/// Rows TAB (HREF, LABEL, HERE) for the states worth a look of their own; `path` takes "?trang-thai=".
void FillStateTabs(const web::Visit& visit, view::Data& data, const std::string& path, const std::string& state);

/// good, warn or bad: how a state looks.
std::string_view StateKind(std::string_view state);

}  // namespace storefront
