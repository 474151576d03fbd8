#include "orders/flows/list_orders.hpp"

#include <algorithm>

#include "orders/flows/act_for.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/people_store.hpp"
#include "orders/store/split_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Money;
using keel::Result;

std::vector<std::string> Ids(const std::vector<Shop>& shops) {
  std::vector<std::string> ids;
  for (const Shop& shop : shops) ids.push_back(shop.id);
  return ids;
}

/// The shops meant. Empty with `whose.all` only: every shop.
Result<std::vector<std::string>> ShopsMeant(keel::sql::Session& session, const keel::auth::Principal& who,
                                            const Whose& whose, std::optional<OrderState> state) {
  if (int{!whose.shop_id.empty()} + int{!whose.party_id.empty()} + int{!whose.cooperative_id.empty()} +
          int{whose.all} !=
      1)
    return Error{Kind::kInvalid, "whose-orders", "Ask for one of shop_id, party_id, cooperative_id."};
  if (whose.all) {
    if (!who.is_operator) return Error{Kind::kForbidden, "not-allowed", "Only operators see all orders."};
    return std::vector<std::string>{};
  }
  if (!whose.shop_id.empty()) {
    if (const auto shop = ShopFor(session, who, whose.shop_id); !shop) return shop.error();
    return std::vector{whose.shop_id};
  }
  const std::string& party_id = whose.party_id.empty() ? whose.cooperative_id : whose.party_id;
  const bool helps = !whose.party_id.empty() && state == OrderState::kConfirmed && Helps(who, party_id);
  if (!helps)
    if (const auto may = MayActFor(session, who, party_id); !may) return may.error();
  PeopleStore people(session);
  return Ids(whose.party_id.empty() ? people.ShopsOfCooperative(party_id) : people.ShopsOf(party_id));
}

void Count(BoardRow& row, const OrderReader::Count& count) {
  row.counts[count.state] += count.orders;
  switch (count.state) {
    case OrderState::kPlaced:
    case OrderState::kConfirmed:
    case OrderState::kAccepted:
    case OrderState::kPacked:
    case OrderState::kShipped:
      row.open_goods = Money::Vnd(row.open_goods.dong() + count.goods.dong());
      break;
    case OrderState::kDelivered:
      row.delivered_goods = Money::Vnd(row.delivered_goods.dong() + count.goods.dong());
      break;
    case OrderState::kReturned:
    case OrderState::kCancelled:
      break;
  }
  if (count.state == OrderState::kConfirmed && (!row.oldest_waiting || count.oldest < *row.oldest_waiting))
    row.oldest_waiting = count.oldest;
}

}  // namespace

Result<OrderPage> ListOrders(const Context& context, const keel::auth::Principal& who, const Whose& whose,
                             std::optional<OrderState> state, const std::string& before_id, std::int64_t limit) {
  const auto session = context.pool.Take();
  auto shops = ShopsMeant(*session, who, whose, state);
  if (!shops) return shops.error();
  OrderPage page;
  if (shops->empty() && !whose.all) return page;  // A party without a shop.
  OrderReader reader(*session, context.key);
  page.orders = reader.List({std::move(*shops), state, before_id, limit + 1});
  if (page.orders.size() > static_cast<std::size_t>(limit)) {
    page.orders.pop_back();
    page.next = page.orders.back().id.text();
  }
  for (auto& [order_id, shipment] : reader.Shipments(page.orders))
    page.shipments.emplace(order_id, std::move(shipment));
  std::vector<std::string> ids;
  for (const Order& order : page.orders) ids.push_back(order.id.text());
  page.follows = SplitStore(*session).CodesFollowed(ids);
  page.takers = ClockStore(*session).TakersOf(ids);
  return page;
}

Result<Board> BoardOfShop(const Context& context, const keel::auth::Principal& who, const std::string& shop_id) {
  const auto session = context.pool.Take();
  const auto shop = ShopFor(*session, who, shop_id);
  if (!shop) return shop.error();
  Board board;
  auto& row = board.rows.emplace_back(BoardRow{shop->id, shop->name, {}, {}, {}, {}});
  for (const auto& count : OrderReader(*session, context.key).Counts({shop_id})) {
    Count(board.sum, count);
    Count(row, count);
  }
  return board;
}

Result<Board> BoardOfCooperative(const Context& context, const keel::auth::Principal& who,
                                 const std::string& cooperative_id) {
  const auto session = context.pool.Take();
  if (const auto may = MayActFor(*session, who, cooperative_id); !may) return may.error();
  PeopleStore people(*session);
  const auto shops = people.ShopsOfCooperative(cooperative_id);
  Board board;
  if (const auto own = people.FindParty(cooperative_id))
    if (std::ranges::any_of(shops, [&](const Shop& shop) { return shop.party_id == cooperative_id; }))
      board.rows.push_back({own->id, own->name, {}, {}, {}, {}});
  for (const Party& member : people.Members(cooperative_id))
    board.rows.push_back({member.id, member.name, {}, {}, {}, {}});
  for (const auto& count : OrderReader(*session, context.key).Counts(Ids(shops))) {
    Count(board.sum, count);
    const auto shop = std::ranges::find(shops, count.shop_id, &Shop::id);
    const auto row = std::ranges::find(board.rows, shop->party_id, &BoardRow::id);
    if (row != board.rows.end()) Count(*row, count);
  }
  return board;
}

}  // namespace orders
