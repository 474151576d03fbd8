#include "orders/flows/track_order.hpp"

#include "orders/store/delivery_seal.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

bool Fits(const std::optional<OrderReader::Owner>& owner, const BuyerProof& proof, const keel::crypto::FieldKey& key) {
  const std::string kNobody(32, '0');
  const std::string index = proof.phone ? PhoneIndex(*proof.phone, key) : kNobody;
  const bool same_phone = keel::crypto::SameBytes(index, owner ? owner->phone_index : kNobody);
  if (!owner) return false;
  return (proof.phone && same_phone) || (proof.account_id && owner->account_id == proof.account_id);
}

}  // namespace

keel::Result<Order> FindProven(keel::sql::Session& session, const Context& context, const OrderCode& code,
                               const BuyerProof& proof) {
  OrderReader reader(session, context.key);
  auto order = reader.FindByCode(code);
  // An unknown code is looked up further just the same, so that time tells nothing.
  const auto owner = reader.OwnerOf(order ? order->purchase_id : PurchaseId::FromRow("pur_"));
  if (!order || !Fits(owner, proof, context.key))
    return keel::Error{keel::Kind::kNotFound, "order-not-found", "There is no such order with that phone number."};
  return order;
}

keel::Result<Order> FindProven(keel::sql::Session& session, const Context& context, const OrderId& id,
                               const BuyerProof& proof) {
  OrderReader reader(session, context.key);
  auto order = reader.Find(id);
  if (!order || !Fits(reader.OwnerOf(order->purchase_id), proof, context.key))
    return keel::Error{keel::Kind::kNotFound, "order-not-found", "There is no such order with that phone number."};
  return order;
}

keel::Result<WholeOrder> TrackOrder(const Context& context, const OrderCode& code, const BuyerProof& proof) {
  const auto session = context.pool.Take();
  const auto order = FindProven(*session, context, code, proof);
  if (!order) return order.error();
  return OrderReader(*session, context.key).Whole(*order);
}

keel::Result<std::vector<Order>> TrackPurchase(const Context& context, const PurchaseId& id, const BuyerProof& proof) {
  const auto session = context.pool.Take();
  OrderReader reader(*session, context.key);
  if (!Fits(reader.OwnerOf(id), proof, context.key))
    return keel::Error{keel::Kind::kNotFound, "purchase-not-found",
                       "There is no such purchase with that phone number."};
  return reader.OfPurchase(id);
}

std::vector<Order> OrdersOfAccount(const Context& context, const std::string& account_id, const std::string& before_id,
                                   std::int64_t limit) {
  const auto session = context.pool.Take();
  return OrderReader(*session, context.key).OfAccount(account_id, before_id, limit);
}

}  // namespace orders
