#include "orders/flows/guard_purchase.hpp"

#include <algorithm>

#include "orders/store/delivery_seal.hpp"
#include "orders/store/phone_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;

constexpr std::int64_t kMostRefusers = 100'000;

}  // namespace

keel::Result<keel::Done> MayPlace(keel::sql::Session& session, const Context& context, const Checkout& checkout,
                                  const PurchasePlan& plan) {
  std::int64_t at_the_door = 0;
  for (const PlannedOrder& order : plan.orders) {
    if (context.payments != nullptr && !context.payments->Takes(order.payment))
      return Error{Kind::kConflict, "payment-not-taken", "This market does not take that way to pay.",
                   std::string(NameOf(order.payment))};
    if (order.payment == Payment::kCod) at_the_door += order.total.dong();
    const auto percent = order.goods.dong() == 0 ? 0 : order.freight.price.dong() * 100 / order.goods.dong();
    if (context.freight_guard_percent > 0 && percent > context.freight_guard_percent &&
        !checkout.choices.freight_confirmed)
      return Error{Kind::kConflict, "freight-high", "The freight is high for these goods.", std::to_string(percent)};
  }
  if (at_the_door == 0) return keel::Done{};
  const auto index = PhoneIndex(checkout.buyer.phone, context.key);
  const bool may_have_refused = context.refusers == nullptr || context.refusers->Has(index);
  const bool counted =
      context.cash != nullptr && context.cash->Add(index, keel::Money::Vnd(at_the_door)) > kCodUncounted;
  if (!may_have_refused && !counted && at_the_door <= kCodUnasked.dong()) return keel::Done{};
  PhoneStore phones(session);
  const auto record = phones.Find(index);
  const auto under_way = context.cash == nullptr ? 0 : phones.OpenCash(index).dong();
  const auto left = CodUnderWay(record, context.cod_purchases).dong() - under_way;
  const auto may = std::min(CodLimit(record).dong(), left);
  if (at_the_door <= may) return keel::Done{};
  return Error{Kind::kConflict, "cod-limit", "So much cannot be collected at the door.",
               std::to_string(std::max<std::int64_t>(may, 0))};
}

void RefreshRefusers(const Context& context) {
  if (context.refusers != nullptr) context.refusers->Keep(PhoneStore(*context.pool.Take()).Refusers(kMostRefusers));
}

}  // namespace orders
