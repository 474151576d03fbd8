#include "orders/flows/act_for.hpp"

#include <algorithm>

namespace orders {

keel::Result<Shop> ShopFor(keel::sql::Session& session, const keel::auth::Principal& who, const std::string& shop_id) {
  auto shop = PeopleStore(session).FindShop(shop_id);
  if (shop && who.MayActFor(shop->party_id)) return *std::move(shop);
  return keel::Error{keel::Kind::kNotFound, "shop-not-found", "There is no such shop."};
}

keel::Result<keel::Done> MayActFor(keel::sql::Session& session, const keel::auth::Principal& who,
                                   const std::string& party_id) {
  const bool is_own =
      std::ranges::any_of(who.memberships, [&](const keel::auth::Membership& one) { return one.party_id == party_id; });
  if (who.MayActFor(party_id) && (is_own || PeopleStore(session).FindParty(party_id))) return keel::Done{};
  return keel::Error{keel::Kind::kNotFound, "party-not-found", "There is no such party."};
}

}  // namespace orders
