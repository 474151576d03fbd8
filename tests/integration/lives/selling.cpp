// What shops do with their orders, and carriers with their parcels.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "keel/id.hpp"
#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/split_order.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/lives/feed.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using nlohmann::json;
using orders::OrderState;

namespace {
constexpr std::array<const char*, 12> kParcelWords{"picked_up", "delivered",        "in_transit",      "delivered",
                                                   "delivered", "returned",         "delivery_failed", "delivered",
                                                   "delivered", "out_for_delivery", "lost_damaged",    "delivered"};
}  // namespace

void Market::Accept(const Step& step) {
  const auto order = Find(step, "o.state = 'confirmed'");
  if (!order) return;
  const auto done = Twice(
      house_.pool(), [&](auto& t) { return orders::AcceptOrder(t, house_.context(), SellerOf(*order), order->id); });
  if (done && done->version > order->version) Happened("accepted", order->code.text());
}

void Market::AcceptPart(const Step& step) {
  const auto order = Find(step, "o.state = 'confirmed'");
  if (!order) return;
  const auto lines = orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id);
  const auto& line = lines[step.b % lines.size()];
  const std::vector<orders::LineChange> changes{{line.id, line.quantity - 1, {}}};
  if (changes[0].quantity >= 0 && In(house_.pool(), [&](auto& t) {
        return orders::AcceptPart(t, house_.context(), SellerOf(*order), order->id, {}, changes);
      }))
    Happened("accepted in part", order->code.text());
}

void Market::Split(const Step& step) {
  const auto divisible = [](const std::string& state) {
    return "o.state = '" + state + "' AND (SELECT SUM(l.quantity) FROM order_lines l WHERE l.order_id = o.id) > 1";
  };
  auto order = Find(step, divisible("accepted"));
  if (!order || order->state != OrderState::kAccepted) {  // A shop may see at once that it has only a part.
    order = Find(step, divisible("confirmed"));
    if (!order) return;
    const auto accepted = In(
        house_.pool(), [&](auto& t) { return orders::AcceptOrder(t, house_.context(), SellerOf(*order), order->id); });
    if (!accepted) return;
    Happened("accepted", order->code.text());
    order = *accepted;
  }
  const auto lines = orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id);
  std::int64_t pieces = 0;
  for (const auto& line : lines) pieces += line.quantity;
  auto going = pieces > 1 ? 1 + std::int64_t(step.b) % (pieces - 1) : pieces;
  orders::SplitWish wish;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[(i + step.c) % lines.size()];
    const auto some = std::min(going, line.quantity);
    wish.goes_now.push_back({line.id, some, {}});
    going -= some;
  }
  const orders::FreightOption post{"ghn", "2", "", keel::Money::Vnd(18'001 + step.b * 37), 48, false};
  const auto made = In(house_.pool(), [&](auto& t) {
    return orders::SplitNow(t, house_.context(), SellerOf(*order), order->id, wish, post);
  });
  if (!made) return;
  const auto first = std::ranges::find(placed_, order->id, &Placed::id);
  if (first->goods != order->goods) first->changed = true;
  first->goods = made->now.goods;
  placed_.push_back({made->follow.id, first->shop, made->follow.goods, {}, first->sale, post.price, first->changed});
  Happened("sent in parts", order->code.text());
}

void Market::ShopTakesOff(const Step& step) {
  const auto order = Find(step, "o.state IN ('placed', 'confirmed', 'accepted')");
  if (!order) return;
  const auto lines = orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id);
  const auto& line = lines[step.b % lines.size()];
  const std::vector<orders::LineChange> changes{{line.id, line.quantity - 1 - std::int64_t(step.b / 7 % 2), {}}};
  if (changes[0].quantity < 0) return;
  if (const auto done = In(house_.pool(), [&](auto& t) {
        return orders::AmendByShop(t, house_.context(), SellerOf(*order), order->id, {}, changes);
      }))
    Happened(done->order.state == OrderState::kCancelled ? "last line taken off" : "cancelled in part by the shop",
             order->code.text());
}

void Market::Substitute(const Step& step) {
  const auto order = Find(step, "o.state IN ('confirmed', 'accepted')");
  if (!order) return;
  const auto lines = orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id);
  const auto& line = lines[step.b % lines.size()];
  const auto instead = (step.c % 2 == 0 ? "tra" : "mat") + order->shop_slug;
  if (In(house_.pool(), [&](auto& t) {
        return orders::OfferSubstitute(t, house_.context(), SellerOf(*order), order->id, line.id,
                                       orders::test::VariantId(instead), 1 + step.c % 3);
      }))
    Happened("substitute offered", order->code.text());
}

void Market::Weigh(const Step& step) {
  const auto order = Find(step,
                          "o.state = 'accepted' AND EXISTS (SELECT 1 FROM order_lines l JOIN weighed_variants w ON "
                          "w.variant_id = l.variant_id WHERE l.order_id = o.id AND l.quantity > 0 AND NOT EXISTS "
                          "(SELECT 1 FROM order_weights x WHERE x.order_id = o.id AND x.line_id = l.id))");
  if (!order) return;
  std::vector<orders::LineGrams> grams;
  for (const auto& line : orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id))
    if (line.variant_id == orders::test::VariantId("cab") && line.quantity > 0)
      grams.push_back({line.id, line.quantity * line.net_weight_g * (80 + step.b % 30) / 100});
  if (grams.empty()) return;
  if (const auto done = In(house_.pool(), [&](auto& t) {
        return orders::WeighOrder(t, house_.context(), SellerOf(*order), order->id, grams);
      }))
    Happened(done->asked                        ? "weighed, the buyer is asked"
             : done->order.total < order->total ? "weighed, the price follows"
                                                : "weighed, the price stays",
             order->code.text());
}

void Market::Pack(const Step& step) {
  const auto order = Find(step, "o.state = 'accepted'");
  if (!order) return;
  const auto done = Twice(house_.pool(), [&](auto& t) {
    return orders::PackOrder(t, house_.context(), SellerOf(*order), order->id, 700 + step.b);
  });
  if (done && done->version > order->version) Happened("packed", order->code.text());
  if (!done && done.error().code == "shelf-too-few") Happened("packing held to the shelf", order->code.text());
}

void Market::ShopCancels(const Step& step) {
  const auto order = Find(step, "o.state IN ('confirmed', 'accepted', 'packed')");
  if (!order || order->state == OrderState::kCancelled) return;
  if (Twice(house_.pool(), [&](auto& t) {
        return orders::CancelByShop(t, house_.context(), SellerOf(*order), order->id,
                                    orders::CancelReason::kOutOfStock);
      }))
    Happened("cancelled by the shop", order->code.text());
}

void Market::Say(const orders::Order& order, const std::string& word) {
  json body{{"shipment_id", "shm_" + order.id.text().substr(4)},
            {"order_id", order.id.text()},
            {"carrier", order.carrier.empty() ? "ghn" : order.carrier},
            {"service", order.service},
            {"tracking_number", "T" + order.id.text().substr(20)},
            {"state", word},
            {"at", keel::ToRfc3339(house_.clock().Now())}};
  if (word == "delivered") {
    // Nothing is collected for what was cancelled.
    const bool cash = order.payment == orders::Payment::kCod && order.state != OrderState::kCancelled;
    body["cod_collected"] = cash;
    body["cod_amount"] = {{"amount", cash ? order.total.dong() : 0}, {"currency", "VND"}};
  }
  const keel::outbox::Event event{1, "shipment.moved", order.id.text(), body.dump(), house_.clock().Now()};
  for (Feed* feed : {parcels_in_orders_.get(), parcels_in_payments_.get()}) {
    const auto applied = Twice(feed->into, [&](auto& t) { return feed->handlers.at("shipment.moved")(t, event); });
    if (!applied) throw std::runtime_error("a parcel's word was refused: " + std::string(applied.error().code));
  }
  const auto now = house_.Read(order.id).state;
  if (now == order.state) return;
  Happened(now == OrderState::kShipped             ? "on the road"
           : now == OrderState::kDelivered         ? "delivered"
           : order.state == OrderState::kDelivered ? "came back after delivery"
                                                   : "came back from the road",
           order.code.text());
}

void Market::Parcel(const Step& step) {
  constexpr std::string_view kWasPacked =
      "o.state = 'cancelled' AND EXISTS (SELECT 1 FROM order_history h WHERE h.order_id = o.id AND h.to_state = "
      "'packed')";
  const bool late = step.b % 5 == 1;  // The courier was quicker than the news.
  const auto order = Find(step, late              ? std::string(kWasPacked)
                                : step.b % 9 == 0 ? "o.state = 'delivered'"
                                                  : "o.state IN ('packed', 'shipped')");
  // A carrier has parcels only of what was packed.
  if (!order || order->state < OrderState::kPacked) return;
  if (order->state == OrderState::kCancelled &&
      house_.Number("SELECT COUNT(*) FROM order_history WHERE to_state = 'packed' AND order_id = '" + order->id.text() +
                    "'") == 0)
    return;
  const auto strays = [&] { return house_.Number("SELECT COUNT(*) FROM stray_goods"); };
  const auto before = strays();
  Say(*order, kParcelWords[step.b % kParcelWords.size()]);
  if (strays() == before) return;
  Happened("taken though cancelled", order->code.text());
  for (const auto& variant : variants_) NoteShortage(variant);  // Somebody else may have bought the same pieces.
}

void Market::Refuse(const Step& step) {
  const auto order = Find(step, "o.state IN ('packed', 'shipped')");
  if (!order || order->state < OrderState::kPacked || order->state > OrderState::kShipped) return;
  for (const char* word : {"out_for_delivery", "delivery_failed", "returning", "returned"})
    Say(house_.Read(order->id), word);
  Happened("delivery refused", order->code.text());
}

}  // namespace lives
