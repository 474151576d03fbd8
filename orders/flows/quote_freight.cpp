#include "orders/flows/quote_freight.hpp"

#include <algorithm>
#include <future>

#include "orders/domain/heaviest.hpp"
#include "orders/store/cart_store.hpp"

namespace orders {
namespace {

using keel::Money;

/// More shops than this are asked one after another by the same threads: a cart of fifty shops must not start fifty.
constexpr std::size_t kAsksAtOnce = 6;

std::vector<FreightOption> OptionsFor(const Context& context, const AskFreight& ask, const SeenShop& shop,
                                      const Address& to, std::chrono::steady_clock::time_point until) {
  const Offer& from = shop.shop();
  FreightQuestion question{from.province_code, from.commune_code, to.province_code, to.commune_code,
                           shop.grams,         shop.subtotal,     shop.subtotal};
  auto answer = ask(question, until);
  if (!answer || answer->empty()) return {context.flat.For(shop.grams)};
  std::ranges::stable_sort(*answer, {}, [](const FreightOption& o) { return o.price.dong(); });
  return std::move(*answer);
}

}  // namespace

keel::Result<Quote> QuoteFreight(const Context& context, const AskFreight& ask, const CartHolder& holder,
                                 Address given) {
  const auto to = Resolve(std::move(given), context.places);
  if (!to) return to.error();
  const auto until = std::chrono::steady_clock::now() + context.quote_wait;
  const auto shown = ShowCart(context, holder);
  if (!shown) return shown.error();
  std::vector<const SeenShop*> shops;
  for (const SeenShop& shop : shown->seen.shops)
    if (std::ranges::any_of(shop.lines, &SeenLine::Buyable)) shops.push_back(&shop);
  for (const SeenShop* shop : shops)
    if (shop->grams > kHeaviestOrderGrams) return TooHeavy(shop->shop());
  if (shops.empty()) return keel::Error{keel::Kind::kConflict, "cart-empty", "The cart is empty."};

  std::vector<std::vector<FreightOption>> options(shops.size());
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < shops.size(); i += kAsksAtOnce)
      options[i] = OptionsFor(context, ask, *shops[i], *to, until);
  };
  std::vector<std::future<void>> others;
  for (std::size_t first = 1; first < std::min(kAsksAtOnce, shops.size()); ++first)
    others.push_back(std::async(std::launch::async, work, first));
  work(0);
  for (auto& other : others) other.get();

  Quote quote;
  FreightByShop kept;
  for (std::size_t i = 0; i < shops.size(); ++i) {
    const std::string& shop_id = shops[i]->shop().shop_id;
    kept[shop_id] = options[i];
    quote.freight = Money::Vnd(quote.freight.dong() + options[i].front().price.dong());
    quote.shops.push_back({shop_id, shops[i]->subtotal, std::move(options[i])});
  }
  quote.goods = shown->seen.total;
  const auto total = keel::Add(quote.goods, quote.freight);
  if (!total) return total.error();
  quote.total = *total;
  CartStore(*context.pool.Take()).SaveQuote(shown->cart, to->commune_code, kept, context.clock.Now());
  return quote;
}

}  // namespace orders
