#include "orders/flows/guard_purchase.hpp"

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
    if (order.payment == Payment::kCod) at_the_door += order.total.dong();
    const auto percent = order.goods.dong() == 0 ? 0 : order.freight.price.dong() * 100 / order.goods.dong();
    if (context.freight_guard_percent > 0 && percent > context.freight_guard_percent &&
        !checkout.choices.freight_confirmed)
      return Error{Kind::kConflict, "freight-high", "The freight is high for these goods.", std::to_string(percent)};
  }
  if (at_the_door == 0) return keel::Done{};
  const auto index = PhoneIndex(checkout.buyer.phone, context.key);
  const bool may_have_refused = context.refusers == nullptr || context.refusers->Has(index);
  if (!may_have_refused && at_the_door <= kCodUnasked.dong()) return keel::Done{};
  const auto limit = CodLimit(PhoneStore(session).Find(index));
  if (at_the_door <= limit.dong()) return keel::Done{};
  return Error{Kind::kConflict, "cod-limit", "So much cannot be collected at the door.", std::to_string(limit.dong())};
}

void RefreshRefusers(const Context& context) {
  if (context.refusers != nullptr) context.refusers->Keep(PhoneStore(*context.pool.Take()).Refusers(kMostRefusers));
}

}  // namespace orders
