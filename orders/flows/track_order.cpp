#include "orders/flows/track_order.hpp"

#include <algorithm>

#include "orders/flows/tell.hpp"
#include "orders/store/clock_store.hpp"
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

keel::Result<keel::Done> MayActAsBuyer(keel::sql::Session& session, const Order& order, const BuyerProof& proof) {
  const auto sells = [&](const std::string& party) {
    return std::ranges::find(proof.acts_for, party) != proof.acts_for.end();
  };
  if (proof.acts_for.empty()) return keel::Done{};
  const auto taker = ClockStore(session).TakerOf(order.id);
  if (!sells(order.party_id) && !(taker && sells(*taker))) return keel::Done{};
  return keel::Error{keel::Kind::kForbidden, "own-order", "Whoever sells does not answer for the buyer."};
}

keel::Result<keel::Done> MustBeTheBuyer(keel::sql::Session& session, const Context& context, const Order& order,
                                        const BuyerProof& proof) {
  const auto owner = OrderReader(session, context.key).OwnerOf(order.purchase_id);
  const bool bought = owner && proof.account_id && owner->account_id == proof.account_id;
  const bool his_telephone = owner && !proof.phone_index.empty() && owner->phone_index == proof.phone_index;
  if (bought || his_telephone) return keel::Done{};
  return keel::Error{keel::Kind::kForbidden, "buyer-sign-in",
                     "Only its buyer may, signed in with the order's telephone."};
}

void TellDoneByCode(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                    const BuyerProof& proof, BuyersDeed deed, const std::string& subject_id) {
  const auto owner = OrderReader(transaction.session(), context.key).OwnerOf(order.purchase_id);
  if (proof.account_id && owner && owner->account_id == proof.account_id) return;
  Say(transaction, context,
      {MessageKind::kDoneByCode,
       Recipient::kBuyer,
       order.purchase_id.text(),
       subject_id,
       order.id.text(),
       {{"code", order.code.text()},
        {"deed", std::string(NameOf(kBuyersDeeds, deed))},
        {"done_at", keel::ToRfc3339(context.clock.Now())},
        {"link", context.public_url + "/tro-giup"}},
       false,
       // The scale may ask again, of the order as it is then.
       std::string(NameOf(kBuyersDeeds, deed)) + "-" + std::to_string(order.version)});
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
