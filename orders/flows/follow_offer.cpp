#include "orders/flows/follow_offer.hpp"

#include "keel/outbox/outbox.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {

void FollowOffer(keel::sql::Transaction& transaction, const Context& context, const Offer& offer,
                 std::optional<std::int64_t> opening_stock) {
  const auto now = context.clock.Now();
  StockStore stock(transaction.session());
  const bool is_new = stock.Ensure(offer.variant_id);
  if (OfferStore(transaction.session()).Save(offer)) {
    stock.NewTerms(offer.variant_id);
    transaction.AfterCommit([&offers = context.offers, id = offer.variant_id] { offers.Forget(id); });
  }
  std::optional<Band> band;
  if (is_new) band = Band::kOut;  // The catalog knows nothing of a new variant's stock until it is told.
  if (opening_stock && *opening_stock > 0 && !stock.Has(offer.variant_id, MovementKind::kCountedIn, offer.variant_id)) {
    const auto changes = stock.Apply({{offer.variant_id, MovementKind::kCountedIn, *opening_stock, 0, offer.variant_id,
                                       offer.party_id, "opening-stock"}},
                                     now);
    for (const LevelChange& change : changes)
      if (is_new || change.BandMoved()) band = BandOf(change.after.free());
  }
  if (band) keel::outbox::AppendAll(transaction, {BandChanged(offer.variant_id, *band)}, now);
}

}  // namespace orders
