#include "orders/flows/consign_order.hpp"

#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

constexpr std::size_t kContentsBytes = 250;

std::string Contents(const std::vector<OrderLine>& lines) {
  std::string text;
  for (const OrderLine& line : lines) {
    if (line.quantity == 0) continue;
    std::string one = line.product_name;
    if (!line.variant_name.empty()) one += " (" + line.variant_name + ")";
    one += " x" + std::to_string(line.quantity);
    if (text.size() + one.size() + 5 > kContentsBytes) return text.empty() ? "Nông sản" : text + ", …";
    text += (text.empty() ? "" : ", ") + one;
  }
  return text;
}

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
                     pays_at_door ? whole->order.total : keel::Money(), Contents(whole->lines)};
}

}  // namespace orders
