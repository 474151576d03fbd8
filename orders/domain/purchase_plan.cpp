#include "orders/domain/purchase_plan.hpp"

#include <algorithm>

#include "orders/domain/heaviest.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Money;
using keel::Result;

PlannedOrder& OrderOf(PurchasePlan& plan, const std::string& shop_id) {
  const auto at = std::ranges::find_if(plan.orders, [&](const PlannedOrder& o) { return o.shop().shop_id == shop_id; });
  return at != plan.orders.end() ? *at : plan.orders.emplace_back();
}

/// Checks one line against its offer. `price_moved` is set when the price is not the one the buyer put in.
Result<PlannedLine> PlanLine(const CartLine& line, const OffersByVariant& offers, bool& price_moved) {
  const auto at = offers.find(line.variant_id);
  if (at == offers.end() || !at->second.offer.sellable)
    return Error{Kind::kConflict, "offer-unavailable", "That is no longer sold.",
                 at == offers.end() ? line.variant_id : at->second.offer.Title()};
  const OfferNow& now = at->second;
  if (now.free < line.quantity)
    return Error{Kind::kConflict, "out-of-stock", "There is not enough left.", now.offer.Title()};
  price_moved = price_moved || now.offer.price != line.price_seen;
  const auto total = keel::Times(now.offer.price, line.quantity);
  if (!total) return total.error();
  return PlannedLine{now, line.quantity, *total};
}

/// Whether the buyer may have what he chose: one of the options, or the flat rate where there are none.
bool IsOffered(const std::vector<FreightOption>& options, const FreightChoice& chosen, const FlatRate& flat) {
  if (options.empty()) return chosen.carrier == flat.carrier && chosen.service == flat.service;
  return std::ranges::any_of(options, [&](const FreightOption& option) {
    return option.carrier == chosen.carrier && option.service == chosen.service;
  });
}

/// What was chosen for a shop of which nothing is bought. Errors: kConflict "shop-not-in-cart".
template <class Choice>
Result<keel::Done> AllBought(const PurchasePlan& plan, const std::map<std::string, Choice>& by_shop,
                             std::string_view field) {
  for (const auto& [shop_id, choice] : by_shop)
    if (std::ranges::none_of(plan.orders, [&id = shop_id](const PlannedOrder& o) { return o.shop().shop_id == id; }))
      return Error{Kind::kConflict, "shop-not-in-cart", "Nothing of that shop is in the cart.",
                   std::string(field) + '.' + shop_id};
  return keel::Done{};
}

/// Sums, freight and payment of one shop's part.
Result<keel::Done> Finish(PlannedOrder& order, const FreightByShop& quoted, const Choices& choices,
                          const FlatRate& flat) {
  std::int64_t net_g = 0;
  for (const PlannedLine& line : order.lines) {
    const auto goods = keel::Add(order.goods, line.total);
    if (!goods) return goods.error();
    order.goods = *goods;
    net_g += line.what.offer.net_weight_g * line.quantity;
  }
  order.grams = ParcelGrams(net_g);
  if (order.grams > kHeaviestOrderGrams) return TooHeavy(order.shop());
  const std::string& shop_id = order.shop().shop_id;
  static const std::vector<FreightOption> kNotQuoted;
  const auto found = quoted.find(shop_id);
  const auto& options = found == quoted.end() ? kNotQuoted : found->second;
  const auto wanted = choices.freight_by_shop.find(shop_id);
  const auto chosen =
      wanted == choices.freight_by_shop.end() ? std::nullopt : std::optional<FreightChoice>(wanted->second);
  if (chosen && !IsOffered(options, *chosen, flat))
    return Error{Kind::kConflict, "freight-gone", "That way to send it is no longer offered.", "freight." + shop_id};
  order.freight = Choose(options, chosen, flat, order.grams);
  const auto payment = choices.payment_by_shop.find(shop_id);
  order.payment = payment == choices.payment_by_shop.end() ? choices.payment : payment->second;
  const auto total = keel::Add(order.goods, order.freight.price);
  if (!total) return total.error();
  order.total = *total;
  return keel::Done{};
}

}  // namespace

std::vector<std::pair<std::string, Money>> PlannedOrder::CategoryTotals() const {
  std::vector<std::pair<std::string, Money>> totals;
  for (const PlannedLine& line : lines) {
    const std::string& category = line.what.offer.category;
    const auto at = std::ranges::find(totals, category, &std::pair<std::string, Money>::first);
    if (at == totals.end())
      totals.emplace_back(category, line.total);
    else
      at->second = Money::Vnd(at->second.dong() + line.total.dong());  // Below `goods`, which was added with a check.
  }
  return totals;
}

Result<PurchasePlan> Plan(const Cart& cart, const OffersByVariant& offers, const FreightByShop& quoted,
                          const Choices& choices, const FlatRate& flat) {
  if (cart.lines.empty()) return Error{Kind::kConflict, "cart-empty", "The cart is empty."};
  PurchasePlan plan;
  bool price_moved = false;
  for (const CartLine& line : cart.lines) {
    auto planned = PlanLine(line, offers, price_moved);
    if (!planned) return planned.error();
    auto& order = OrderOf(plan, planned->what.offer.shop_id);
    order.lines.push_back(std::move(*planned));
  }
  if (const auto all = AllBought(plan, choices.freight_by_shop, "freight"); !all) return all.error();
  if (const auto all = AllBought(plan, choices.payment_by_shop, "payments"); !all) return all.error();
  for (PlannedOrder& order : plan.orders) {
    if (const auto finished = Finish(order, quoted, choices, flat); !finished) return finished.error();
    const auto goods = keel::Add(plan.goods, order.goods);
    const auto freight = keel::Add(plan.freight, order.freight.price);
    const auto total = keel::Add(plan.total, order.total);
    for (const auto* sum : {&goods, &freight, &total})
      if (!*sum) return sum->error();
    plan.goods = *goods;
    plan.freight = *freight;
    plan.total = *total;
  }
  if (choices.expected_total ? *choices.expected_total != plan.total : price_moved)
    return Error{Kind::kConflict, "offer-changed", "The total is not the one you saw.",
                 std::to_string(plan.total.dong())};
  return plan;
}

}  // namespace orders
