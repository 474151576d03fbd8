#include "orders/flows/hold_order.hpp"

#include "orders/flows/fulfil_order.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {

keel::Result<Order> HoldForSeller(keel::sql::Session& session, const Context& context, const keel::auth::Principal& who,
                                  const OrderId& id) {
  // Whose it is first: nobody holds up another shop's order.
  if (auto known = FindForSeller(session, context, who, id); !known) return known;
  return HoldOrder(session, context, id);
}

keel::Result<Order> HoldProven(keel::sql::Session& session, const Context& context, const OrderCode& code,
                               const BuyerProof& proof) {
  auto known = FindProven(session, context, code, proof);
  if (!known) return known;
  if (const auto may = MayActAsBuyer(session, *known, proof); !may) return may.error();
  return HoldOrder(session, context, known->id);
}

keel::Result<Order> HoldOrder(keel::sql::Session& session, const Context& context, const OrderId& id) {
  CaseStore(session).LockOrder(id);
  return OrderReader(session, context.key).Find(id);
}

}  // namespace orders
