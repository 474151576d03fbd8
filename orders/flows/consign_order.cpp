#include "orders/flows/consign_order.hpp"

#include "orders/domain/order_text.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

constexpr std::size_t kContentsBytes = 250;

}  // namespace

keel::Result<Consignment> ConsignOrder(const Context& context, const AskContact& ask, const OrderId& id) {
  const auto whole = [&]() -> keel::Result<WholeOrder> {
    const auto session = context.pool.Take();  // Given back before anybody is asked.
    OrderReader reader(*session, context.key);
    const auto order = reader.Find(id);
    if (!order) return order.error();
    return reader.Whole(*order);
  }();
  if (!whole) return whole.error();
  auto sender = ask(whole->order.party_id);
  if (!sender) return sender.error();
  const bool pays_at_door = whole->order.payment == Payment::kCod;
  return Consignment{*whole, std::move(*sender), whole->order.shop_name,
                     pays_at_door ? whole->order.total : keel::Money(), ContentsOf(whole->lines, kContentsBytes)};
}

}  // namespace orders
