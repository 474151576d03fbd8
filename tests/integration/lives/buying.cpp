// What buyers do until their parcel is with the carrier.
#include <stdexcept>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/hold_goods.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/store/order_reader.hpp"
#include "payments/flows/look.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

void Market::Place(const Step& step, orders::Payment payment) {
  std::vector<std::pair<std::string, std::int64_t>> wanted;
  for (unsigned i = 0; i <= step.a % 3; ++i) {
    const auto& variant = variants_[(step.b + i * 5) % variants_.size()];
    const auto pieces = std::int64_t{1} + (step.b + i) % 3;
    if (house_.LevelOf(variant).free() >= pieces) wanted.emplace_back(variant, pieces);  // A cart says no at once.
  }
  if (wanted.empty()) return;
  const auto checkout = house_.CheckoutOf(house_.CartOf(wanted), payment);
  const auto placed = In(house_.pool(), [&](keel::sql::Transaction& transaction) {
    return orders::PlacePurchase(transaction, house_.context(), checkout);
  });
  if (!placed) return;  // Out of stock: a buyer is told so and goes.
  for (const auto& order : placed->orders) {
    const auto quote =
        payments::QuoteNet(desk_, order.goods, order.party_kind, "mat-ong", "", payment != orders::Payment::kCod);
    if (!quote) throw std::runtime_error("no quote: " + std::string(quote.error().code));
    placed_.push_back({order.id, order.shop_slug, order.goods, quote->net.net, placed_.size()});
  }
  Happened(payment == orders::Payment::kCod      ? "placed for cash"
           : payment == orders::Payment::kVietqr ? "placed for a transfer"
                                                 : "placed for a wallet",
           std::to_string(placed->orders.size()) + " shops");
}

void Market::PlaceCash(const Step& step) {
  Place(step, orders::Payment::kCod);
}
void Market::PlaceTransfer(const Step& step) {
  Place(step, orders::Payment::kVietqr);
}
void Market::PlaceWallet(const Step& step) {
  constexpr std::array kWallets{orders::Payment::kVnpay, orders::Payment::kMomo, orders::Payment::kZalopay};
  Place(step, kWallets[step.c % kWallets.size()]);
}

void Market::Hold(const Step& step) {
  house_.clock().Advance(std::chrono::minutes(step.b % 12 * 15));
  const auto order = Find(step, "o.state = 'placed'");
  if (order && In(house_.pool(), [&](auto& t) { return orders::HoldGoods(t, house_.context(), order->purchase_id); }))
    Happened("goods held for longer", order->code.text());
}

void Market::BuyerTakesOff(const Step& step) {
  const auto order = Find(step, "o.state IN ('placed', 'confirmed', 'accepted')");
  if (!order) return;
  const auto lines = orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id);
  const auto& line = lines[step.b % lines.size()];
  const std::vector<orders::LineChange> changes{{line.id, line.quantity - 1 - std::int64_t(step.b / 7 % 2), {}}};
  if (changes[0].quantity < 0) return;
  if (const auto done = In(house_.pool(), [&](auto& t) {
        return orders::AmendByBuyer(t, house_.context(), order->code, Buyer(), {}, changes);
      }))
    Happened(
        done->order.state == orders::OrderState::kCancelled ? "last line taken off" : "cancelled in part by the buyer",
        order->code.text());
}

void Market::AnswerSubstitute(const Step& step) {
  const auto id =
      One(house_.pool(), "SELECT id FROM substitutions WHERE state = 'asked' ORDER BY asked_at DESC, id", step.a);
  const bool yes = step.b % 3 != 0;
  if (!id.empty() && Twice(house_.pool(), [&](auto& t) {
        return orders::AnswerSubstitute(t, house_.context(), orders::SubstitutionId::FromRow(id), yes, {"buyer"});
      }))
    Happened(yes ? "substitute taken" : "substitute refused");
}

void Market::AnswerWeight(const Step& step) {
  const auto order =
      Find(step, "EXISTS (SELECT 1 FROM order_weights w WHERE w.order_id = o.id AND w.outcome = 'asked')");
  const bool yes = step.b % 3 != 0;
  if (order &&
      In(house_.pool(), [&](auto& t) { return orders::AnswerWeights(t, house_.context(), order->code, Buyer(), yes); }))
    Happened(yes ? "light weight taken" : "light weight declined", order->code.text());
}

void Market::BuyerCancels(const Step& step) {
  const auto order = Find(step, "o.state IN ('placed', 'confirmed', 'accepted', 'packed')");
  if (!order || order->state == orders::OrderState::kCancelled) return;
  if (Twice(house_.pool(), [&](auto& t) { return orders::CancelByBuyer(t, house_.context(), order->code, Buyer()); }))
    Happened("cancelled by the buyer", order->code.text());
}

}  // namespace lives
