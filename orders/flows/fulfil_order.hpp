#pragma once
#include <optional>
#include <string_view>

#include "keel/auth/principal.hpp"
#include "orders/flows/move_order.hpp"

namespace orders {

/// The order, if the caller may act for its shop's party, or for the cooperative that took it over. Errors: kNotFound
/// "order-not-found", also for another shop's.
keel::Result<Order> FindForSeller(keel::sql::Session& session, const Context& context, const keel::auth::Principal& who,
                                  const OrderId& id);
/// All of an order, with the buyer's name, phone and address: for those who send it. Errors: as FindForSeller.
keel::Result<WholeOrder> ShowToSeller(const Context& context, const keel::auth::Principal& who, const OrderId& id);
/// The same by the code that buyer and seller read to each other.
keel::Result<WholeOrder> ShowToSeller(const Context& context, const keel::auth::Principal& who, const OrderCode& code);

/// Whoever the party agreed to be helped by: sees its orders that wait for a yes, and may say it, as
/// "accepted-by-helper". Everything else stays with the party's own people.
bool Helps(const keel::auth::Principal& who, std::string_view party_id);

/// The shop says yes, or its helper does for it. Repeating it succeeds and says nothing twice. Errors: as
/// FindForSeller; those of Move.
keel::Result<Order> AcceptOrder(keel::sql::Transaction& transaction, const Context& context,
                                const keel::auth::Principal& who, const OrderId& id);
/// Ready for the carrier, weighing `grams` when the shop put it on the scales. Repeating succeeds. Errors: as
/// AcceptOrder; kConflict "substitution-open" while the buyer is asked about something in it;
/// those of HoldToShelf.
keel::Result<Order> PackOrder(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const OrderId& id, std::optional<std::int64_t> grams);

}  // namespace orders
