#pragma once

#include "catalog/flows/catalog.hpp"
#include "catalog/store/shop_store.hpp"

/// What a seller does with a shop.
namespace catalog {

/// Opens a shop for a party.
/// Errors: kForbidden "not-your-shop", "party-suspended"; kConflict "too-many-shops" (argument: how many a party may
/// have), "party-unknown"; kInvalid "place-unknown".
keel::Result<Shop> CreateShop(keel::sql::Transaction& transaction, const Catalog& catalog,
                              const keel::auth::Principal& who, const ShopDraft& draft);

/// Errors: those of ShopStore::Lock and Save, MustActFor; kInvalid "place-unknown", "photo-unknown".
keel::Result<Shop> EditShop(keel::sql::Transaction& transaction, const Catalog& catalog,
                            const keel::auth::Principal& who, const ShopId& id, const ShopEdit& edit);

/// Pauses or opens; repeating it says nothing twice. Errors: as EditShop; kConflict "shop-suspended".
keel::Result<Shop> MoveShop(keel::sql::Transaction& transaction, const Catalog& catalog,
                            const keel::auth::Principal& who, const ShopId& id, bool paused);

keel::Result<Shop> ReadShop(const Catalog& catalog, std::string_view key);  ///< As ShopStore::Find.
std::vector<Shop> ListShops(const Catalog& catalog, const ShopStore::Filter& filter);
bool KnowsParty(const Catalog& catalog, const PartyId& id);

/// Applies accounts' party.changed; older versions than the one known are passed over.
keel::Result<keel::Done> PartyChanged(keel::sql::Transaction& transaction, const Catalog& catalog, const Party& party);

}  // namespace catalog
