#pragma once
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/store/people_store.hpp"

/// For whom somebody may act. What is not his answers like what does not exist.
namespace orders {

/// The shop, for who may act for its party. Errors: kNotFound "shop-not-found".
keel::Result<Shop> ShopFor(keel::sql::Session& session, const keel::auth::Principal& who, const std::string& shop_id);

/// Errors: kNotFound "party-not-found"; also for operators and services, where accounts told of no such party.
/// Somebody's own is there before accounts' word of it was read.
keel::Result<keel::Done> MayActFor(keel::sql::Session& session, const keel::auth::Principal& who,
                                   const std::string& party_id);

}  // namespace orders
