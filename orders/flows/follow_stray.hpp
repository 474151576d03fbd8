#pragma once
#include <string_view>

#include "orders/domain/goods_effect.hpp"
#include "orders/domain/message.hpp"
#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// The courier came before the carrier heard that the order was cancelled: its goods were set free and are on the road
/// all the same. From the first scan on they are off sale and count as under way, until they are back with the shop,
/// with the buyer, or lost; then stock follows as for any parcel. The order stays cancelled and its money as it is.
/// `parcel_state`: as shipping names it. Late and repeated words change nothing. Answers what the shop is to be told of
/// it, kNone for nothing.
MessageKind FollowStray(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                        std::string_view parcel_state, Fate fate);

}  // namespace orders
