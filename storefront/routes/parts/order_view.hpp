#pragma once
#include "storefront/backends/orders.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// An order as its buyer sees it (parts/order.html): CODE, STATE_TEXT, rows STEP and LINE, amounts, parcel, section
/// FINAL once nothing will move any more, section CAN_CANCEL while nothing has been collected.
void FillOrder(const web::Visit& visit, view::Data& data, const backends::OrderView& order);

bool IsFinal(std::string_view order_state);

/// A phone as its owner recognises it and others do not: "091 ••• 678".
std::string MaskedPhone(std::string_view phone);

}  // namespace storefront
