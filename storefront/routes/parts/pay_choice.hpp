#pragma once
#include <optional>
#include <string>
#include <vector>

#include "storefront/backends/orders.hpp"
#include "storefront/routes/parts/draft.hpp"
#include "storefront/web/visit.hpp"

/// How a purchase is paid: one way for all its shops, or one for each.
namespace storefront {

/// What one shop of a purchase costs with the delivery chosen.
struct ShopDue {
  std::string shop_id;
  keel::Money amount;
};

/// Rows METHOD for all shops together, with NOT_NOW and the reason in its TEXT where so much or so little is not taken
/// that way; with several shops a row PAY_SHOP for each. When the shops are paid differently,
/// PAYS_APART with PAY_NOW and PAY_AT_DOOR. When payments is away, the two ways that every market has.
void FillPayChoices(const web::Visit& visit, view::Data& data, const Draft& draft, const backends::Cart& cart,
                    const std::vector<ShopDue>& dues);

/// Takes fields `tra` and `tra_<shop>` into the draft. False when shops are paid differently, now or on the page, and
/// the page did not show the sums of just this choice (field `thay_tra`).
bool TakePayChoices(Draft& draft, const web::Form& form);

/// For the API: shop id → way of paying; empty when all are paid alike.
std::map<std::string, std::string> PaymentsApart(const Draft& draft, const std::vector<std::string>& shop_ids);
/// The shops that the form names in fields `tra_<shop>`.
std::vector<std::string> ShopsPaid(const web::Form& form);

}  // namespace storefront
