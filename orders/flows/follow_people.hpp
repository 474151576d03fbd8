#pragma once
#include "keel/sql/sql.hpp"
#include "orders/store/people_store.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {

/// The catalog and accounts say who is who; kept for rights, boards and names. Older versions are ignored.
inline void FollowShop(keel::sql::Transaction& transaction, const Shop& shop) {
  if (PeopleStore(transaction.session()).Save(shop)) StockStore(transaction.session()).NewTermsOfShop(shop.id);
}
inline void FollowParty(keel::sql::Transaction& transaction, const Party& party) {
  PeopleStore(transaction.session()).Save(party);
}
inline void FollowMember(keel::sql::Transaction& transaction, const std::string& cooperative_id,
                         const std::string& member_party_id, bool active) {
  PeopleStore(transaction.session()).SaveMember(cooperative_id, member_party_id, active);
}

}  // namespace orders
