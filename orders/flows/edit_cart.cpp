#include "orders/flows/edit_cart.hpp"

#include "orders/store/cart_store.hpp"
#include "orders/store/harvest_store.hpp"
#include "orders/store/offer_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

ShownCart Shown(keel::sql::Session& session, Cart cart) {
  const auto variants = VariantsOf(cart);
  const auto offers = OfferStore(session).Now(variants);
  ShownCart shown{std::move(cart), {}};
  shown.seen = See(shown.cart, offers);
  const auto coming = HarvestStore(session).OpenOfVariants(variants);
  for (const CartLine& line : shown.cart.lines) {
    const auto harvest = coming.find(line.variant_id);
    const auto now = offers.find(line.variant_id);
    if (harvest == coming.end() || now == offers.end()) continue;
    // What lies on the shelf is given first.
    if (line.quantity > now->second.free - harvest->second.left)
      shown.ripe_on.emplace(line.variant_id, harvest->second.ready_on);
  }
  return shown;
}

/// Runs `change(cart)` on the cart and saves it.
template <class Change>
Result<ShownCart> Edit(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                       Change change) {
  CartStore carts(transaction.session());
  auto cart = carts.FindToEdit(holder.id);
  if (!cart) return cart.error();
  if (const auto may = MayUse(*cart, holder); !may) return may.error();
  if (const Result<keel::Done> changed = change(*cart); !changed) return changed.error();
  if (const auto saved = carts.SaveLines(*cart, context.clock.Now()); !saved) return saved.error();
  ++cart->version;
  return Shown(transaction.session(), std::move(*cart));
}

/// The offer, if it can be put into a cart now.
Result<OfferNow> Buyable(keel::sql::Session& session, const std::string& variant_id) {
  auto offer = OfferStore(session).Find(variant_id);
  if (!offer) return offer;
  if (!offer->offer.sellable)
    return Error{Kind::kConflict, "offer-unavailable", "That is no longer sold.", offer->offer.Title()};
  if (offer->free == 0) return Error{Kind::kConflict, "out-of-stock", "There is none left.", offer->offer.Title()};
  return offer;
}

}  // namespace

Result<keel::Done> MayUse(const Cart& cart, const CartHolder& holder) {
  if (cart.account_id && cart.account_id != holder.account_id)
    return Error{Kind::kNotFound, "cart-not-found", "There is no such cart."};
  return keel::Done{};
}

std::vector<std::string> VariantsOf(const Cart& cart) {
  std::vector<std::string> variants;
  variants.reserve(cart.lines.size());
  for (const CartLine& line : cart.lines) variants.push_back(line.variant_id);
  return variants;
}

ShownCart OpenCart(const Context& context) {
  const auto now = context.clock.Now();
  Cart cart{CartId::New(now), std::nullopt, {}, 1};
  CartStore(*context.pool.Take()).Create(cart, now);
  return {std::move(cart), {}};
}

ShownCart AccountCart(const Context& context, const std::string& account_id) {
  const auto session = context.pool.Take();
  CartStore carts(*session);
  if (auto cart = carts.OfAccount(account_id)) return Shown(*session, std::move(*cart));
  const auto now = context.clock.Now();
  Cart cart{CartId::New(now), account_id, {}, 1};
  if (carts.Create(cart, now)) return {std::move(cart), {}};
  return Shown(*session, carts.OfAccount(account_id).value());  // Two tabs at once: the other was first.
}

Result<ShownCart> ShowCart(const Context& context, const CartHolder& holder) {
  const auto session = context.pool.Take();
  auto cart = CartStore(*session).Find(holder.id);
  if (!cart) return cart.error();
  if (const auto may = MayUse(*cart, holder); !may) return may.error();
  return Shown(*session, std::move(*cart));
}

Result<ShownCart> PutLine(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                          const std::string& variant_id, std::int64_t quantity) {
  return Edit(transaction, context, holder, [&](Cart& cart) -> Result<keel::Done> {
    if (quantity == 0) return cart.Put(variant_id, 0, {});
    const auto offer = Buyable(transaction.session(), variant_id);
    if (!offer) return offer.error();
    return cart.Put(variant_id, quantity, offer->offer.price);
  });
}

Result<ShownCart> AddLine(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                          const std::string& variant_id, std::int64_t quantity) {
  return Edit(transaction, context, holder, [&](Cart& cart) -> Result<keel::Done> {
    const auto offer = Buyable(transaction.session(), variant_id);
    if (!offer) return offer.error();
    return cart.Add(variant_id, quantity, offer->offer.price);
  });
}

Result<ShownCart> MergeCart(keel::sql::Transaction& transaction, const Context& context, const CartHolder& holder,
                            const CartId& guest) {
  return Edit(transaction, context, holder, [&](Cart& cart) -> Result<keel::Done> {
    if (guest == cart.id) return keel::Done{};
    CartStore carts(transaction.session());
    auto from = carts.FindToEdit(guest);
    if (!from) return from.error();
    if (const auto may = MayUse(*from, holder); !may) return may.error();
    cart.Merge(*from);
    from->lines.clear();
    return carts.SaveLines(*from, context.clock.Now());
  });
}

}  // namespace orders
