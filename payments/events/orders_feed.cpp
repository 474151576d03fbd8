#include "payments/events/orders_feed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "payments/events/reading.hpp"
#include "payments/flows/change_money.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/move_freight.hpp"
#include "payments/flows/move_order.hpp"
#include "payments/flows/open_purchase.hpp"
#include "payments/flows/split_money.hpp"

namespace payments {
namespace {

using nlohmann::json;

keel::Result<std::vector<CategoryTotal>> ReadCategories(Reading& in) {
  std::vector<CategoryTotal> categories;
  for (const auto& total : in.Array("category_totals")) {
    Reading part(total);
    categories.push_back({part.TextOr("category", ""), part.Dong("amount")});
    if (!part.ok()) return part.error();
  }
  return categories;
}

keel::Result<PlacedOrder> ReadOrder(const json& row) {
  Reading in(row);
  const auto id = OrderId::Parse(in.Text("order_id"));
  const auto party = PartyId::Parse(in.Text("party_id"));
  if (!id) return id.error();
  if (!party) return party.error();
  PlacedOrder order{.id = *id,
                    .party = *party,
                    .code = in.Text("code"),
                    .shop_id = in.Text("shop_id"),
                    .party_kind = in.TextOr("party_kind", ""),
                    .method = in.Text("payment"),
                    .carrier = in.TextOr("carrier", ""),
                    .service = in.TextOr("service", ""),
                    .categories = {},
                    .goods = in.Dong("goods"),
                    .freight = in.Dong("freight"),
                    .total = in.Dong("total")};
  order.channel = in.TextOr("channel", "");
  auto categories = ReadCategories(in);
  if (!categories) return categories.error();
  order.categories = std::move(*categories);
  if (!in.ok()) return in.error();
  return order;
}

keel::Result<PlacedPurchase> ReadPurchase(const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto id = PurchaseId::Parse(in.Text("purchase_id"));
  if (!id) return id.error();
  PlacedPurchase purchase{.id = *id, .placed_at = in.At("placed_at", event.at), .orders = {}};
  for (const auto& row : in.Array("orders")) {
    auto order = ReadOrder(row);
    if (!order) return order.error();
    purchase.orders.push_back(std::move(*order));
  }
  if (!in.ok()) return in.error();
  return purchase;
}

keel::Result<keel::Done> OnStateChanged(keel::sql::Transaction& transaction, const Desk& desk,
                                        const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto to = in.Text("to");
  const auto carrier = in.TextOr("carrier", "");
  const auto at = in.At("at", event.at);
  if (!in.ok()) return in.error();
  const auto move = std::ranges::find(kOrderMoveNames, to);
  if (move == kOrderMoveNames.end()) return keel::Done{};
  const auto id = OrderId::Parse(in.Text("order_id"));
  if (!id) return id.error();
  return MoveOrder(transaction, desk, *id, OrderMove(move - kOrderMoveNames.begin()), carrier, at);
}

/// The buyer looks at how to pay and his goods are kept longer: so long his money is taken.
keel::Result<keel::Done> OnHeld(keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto id = PurchaseId::Parse(in.Text("purchase_id"));
  if (!id) return id.error();
  const auto until = in.At("held_until", event.at);
  if (!in.ok()) return in.error();
  KeepOpen(transaction, *id, until);
  return keel::Done{};
}

keel::Result<keel::Done> OnAmended(keel::sql::Transaction& transaction, const Desk& desk,
                                   const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto id = OrderId::Parse(in.Text("order_id"));
  if (!id) return id.error();
  auto categories = ReadCategories(in);
  if (!categories) return categories.error();
  const Amendment amendment{.order = *id,
                            .goods = in.Dong("goods"),
                            .freight = in.Dong("freight"),
                            .total = in.Dong("total"),
                            .categories = std::move(*categories),
                            .why = in.TextOr("why", "amended").substr(0, 24),
                            .cause_id = std::to_string(in.Number("version")),
                            .at = in.At("at", event.at)};
  if (!in.ok()) return in.error();
  return AmendMoney(transaction, desk, amendment);
}

keel::Result<keel::Done> OnSplit(keel::sql::Transaction& transaction, const Desk& desk,
                                 const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto id = OrderId::Parse(in.Text("order_id"));
  if (!id) return id.error();
  auto categories = ReadCategories(in);
  if (!categories) return categories.error();
  static const json kNone;
  Reading follow(body.is_object() && body.contains("follow") ? body["follow"] : kNone);
  const auto follow_id = OrderId::Parse(follow.Text("order_id"));
  if (!follow_id) return follow_id.error();
  const PartedOrder parted{.order = *id,
                           .follow = *follow_id,
                           .goods = in.Dong("goods"),
                           .total = in.Dong("total"),
                           .categories = std::move(*categories),
                           .follow_code = follow.Text("code"),
                           .follow_carrier = follow.TextOr("carrier", ""),
                           .follow_service = follow.TextOr("service", ""),
                           .follow_goods = follow.Dong("goods"),
                           .follow_total = follow.Dong("total"),
                           .post = follow.Dong("post"),
                           .at = in.At("at", event.at)};
  if (!in.ok()) return in.error();
  if (!follow.ok()) return follow.error();
  return SplitMoney(transaction, desk, parted);
}

keel::Result<keel::Done> OnFreightMoved(keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto from = OrderId::Parse(in.Text("order_id"));
  const auto to = OrderId::Parse(in.Text("to_order_id"));
  if (!from) return from.error();
  if (!to) return to.error();
  const MovedFreight moved{*from, *to, in.Dong("freight"), in.Dong("post"), in.At("at", event.at)};
  if (!in.ok()) return in.error();
  return MoveFreight(transaction, moved);
}

keel::Result<keel::Done> OnRefundDue(keel::sql::Transaction& transaction, const Desk& desk,
                                     const keel::outbox::Event& event) {
  const auto body = json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto id = OrderId::Parse(in.Text("order_id"));
  if (!id) return id.error();
  const RefundDue due{.order = *id,
                      .amount = in.Dong("amount"),
                      .cause = in.Text("cause").substr(0, 24),
                      .cause_id = in.TextOr("cause_id", "").substr(0, 40),
                      .at = in.At("at", event.at)};
  if (!in.ok()) return in.error();
  return OweBack(transaction, desk, due);
}

}  // namespace

void ListenToOrders(keel::outbox::Consumer& feed, const Desk& desk) {
  feed.OnMany("purchase.placed", keel::outbox::Turn::kFirst,
              [&desk](keel::sql::Transaction& transaction,
                      const std::vector<const keel::outbox::Event*>& events) -> keel::Result<keel::Done> {
                std::vector<PlacedPurchase> purchases;
                for (const auto* event : events) {
                  auto purchase = ReadPurchase(*event);
                  if (!purchase) return purchase.error();
                  purchases.push_back(std::move(*purchase));
                }
                return OpenPurchases(transaction, desk, purchases);
              });
  feed.On("purchase.held", [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnHeld(transaction, event);
  });
  feed.On("order.amended", [&desk](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnAmended(transaction, desk, event);
  });
  feed.On("order.split", [&desk](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnSplit(transaction, desk, event);
  });
  feed.On("order.freight-moved", [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnFreightMoved(transaction, event);
  });
  feed.On("order.refund-due", [&desk](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnRefundDue(transaction, desk, event);
  });
  feed.On("order.state-changed", [&desk](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnStateChanged(transaction, desk, event);
  });
}

}  // namespace payments
