#include "catalog/flows/shops.hpp"

#include <algorithm>
#include <span>

#include "catalog/store/announcements.hpp"
#include "catalog/store/media_store.hpp"
#include "catalog/store/product_store.hpp"

namespace catalog {
namespace {

using keel::Error, keel::Kind, keel::Result;

Result<keel::Done> CheckPlace(const Catalog& catalog, const std::string& province, const std::string& commune) {
  const auto* known = catalog.places.FindCommune(commune);
  if (!known || known->province_code != province)
    return Error{Kind::kInvalid, "place-unknown", "There is no such commune in that province.", commune};
  return keel::Done{};
}

/// After a change that offers carry: all the shop's offers are told anew and all its products indexed again.
void TellAll(keel::sql::Transaction& transaction, const Catalog& catalog, const Shop& shop) {
  const auto now = catalog.clock.Now();
  ProductStore products(transaction.session());
  products.TouchShop(shop.id);
  const auto ids = products.IdsOfShop(shop.id);
  for (std::size_t start = 0; start < ids.size(); start += 200) {
    const auto pages = products.Load(std::span(ids).subspan(start, std::min<std::size_t>(200, ids.size() - start)));
    AnnounceOffers(transaction, pages, catalog.media_prefix, {}, {}, now);
  }
  AnnounceShop(transaction, shop, now);
  transaction.AfterCommit([&catalog, id = shop.id] { catalog.shop_changed(id); });
}

Result<Shop> LockOwn(ShopStore& store, const keel::auth::Principal& who, const ShopId& id) {
  auto shop = store.Lock(id);
  if (!shop) return shop;
  if (const auto may = MustActFor(who, shop->party_id); !may) return may.error();
  return shop;
}

}  // namespace

Result<Shop> CreateShop(keel::sql::Transaction& transaction, const Catalog& catalog, const keel::auth::Principal& who,
                        const ShopDraft& draft) {
  if (const auto may = MustActFor(who, draft.party_id); !may) return may.error();
  if (const auto place = CheckPlace(catalog, draft.province_code, draft.commune_code); !place) return place.error();

  ShopStore store(transaction.session());
  store.LockParty(draft.party_id);
  if (std::int64_t(store.IdsOfParty(draft.party_id).size()) >= kShopsPerParty)
    return Error{Kind::kConflict, "too-many-shops", "A party may have 3 shops.", std::to_string(kShopsPerParty)};
  const auto party = store.FindParty(draft.party_id);
  std::string kind = party ? party->kind : "";
  // The token knows the kind too: a shop need not wait for accounts' event to arrive.
  for (const auto& membership : who.memberships)
    if (kind.empty() && membership.party_id == draft.party_id.text()) kind = membership.kind;
  if (kind.empty())
    return Error{Kind::kConflict, "party-unknown", "That party is not known here yet; try again shortly."};
  if (party && party->suspended())
    return Error{Kind::kForbidden, "party-suspended", "This seller is suspended and cannot open a shop."};

  const auto now = catalog.clock.Now();
  Shop shop{.id = ShopId::New(now),
            .slug = {},
            .name = draft.name,
            .party_id = draft.party_id,
            .party_kind = kind,
            .province_code = draft.province_code,
            .commune_code = draft.commune_code,
            .hamlet = draft.hamlet,
            .sells = draft.sells,
            .story = draft.story,
            .photo = {},
            .is_sample = party && party->is_sample,
            .created_at = now};
  const auto* commune = catalog.places.FindCommune(shop.commune_code);
  for (int attempt = 0; attempt < kSlugAttempts; ++attempt) {
    shop.slug = SlugFor(shop.name, commune->name, shop.id.text(), attempt);
    if (!store.Insert(shop)) continue;
    AnnounceShop(transaction, shop, now);
    transaction.AfterCommit([&catalog, id = shop.id] { catalog.shop_changed(id); });
    return shop;
  }
  return Error{Kind::kRaced, "changed-meanwhile", "That name is taken by many; try again."};
}

Result<Shop> EditShop(keel::sql::Transaction& transaction, const Catalog& catalog, const keel::auth::Principal& who,
                      const ShopId& id, const ShopEdit& edit) {
  ShopStore store(transaction.session());
  auto shop = LockOwn(store, who, id);
  if (!shop) return shop;
  if (edit.version != shop->version)
    return Error{Kind::kConflict, "changed-meanwhile", "Somebody changed it meanwhile; read it again."};
  if (edit.name) shop->name = *edit.name;
  if (edit.province_code) shop->province_code = *edit.province_code;
  if (edit.commune_code) shop->commune_code = *edit.commune_code;
  if (edit.hamlet) shop->hamlet = *edit.hamlet;
  if (edit.sells) shop->sells = *edit.sells;
  if (edit.story) shop->story = *edit.story;
  if (edit.photo && !*edit.photo) shop->photo.reset();
  if (edit.photo && *edit.photo) {
    const std::array ids{**edit.photo};
    const auto shown = shop->photo ? std::span<const Photo>(&*shop->photo, 1) : std::span<const Photo>();
    auto photos = MediaStore(transaction.session()).Find(ids, who.subject, shown);
    if (!photos) return photos.error();
    shop->photo = std::move(photos->front());
  }
  if (const auto place = CheckPlace(catalog, shop->province_code, shop->commune_code); !place) return place.error();
  if (const auto saved = store.Save(*shop); !saved) return saved.error();
  ++shop->version;
  TellAll(transaction, catalog, *shop);
  return shop;
}

Result<Shop> MoveShop(keel::sql::Transaction& transaction, const Catalog& catalog, const keel::auth::Principal& who,
                      const ShopId& id, bool paused) {
  ShopStore store(transaction.session());
  auto shop = LockOwn(store, who, id);
  if (!shop) return shop;
  if (shop->party_suspended) return Error{Kind::kConflict, "shop-suspended", "The market has suspended this shop."};
  if (shop->paused == paused) return shop;
  shop->paused = paused;
  if (const auto saved = store.Save(*shop); !saved) return saved.error();
  ++shop->version;
  TellAll(transaction, catalog, *shop);
  return shop;
}

Result<Shop> ReadShop(const Catalog& catalog, std::string_view key) {
  const auto session = catalog.pool.Take();
  return ShopStore(*session).Find(key);
}

std::vector<Shop> ListShops(const Catalog& catalog, const ShopStore::Filter& filter) {
  const auto session = catalog.pool.Take();
  return ShopStore(*session).List(filter);
}

bool KnowsParty(const Catalog& catalog, const PartyId& id) {
  const auto session = catalog.pool.Take();
  return ShopStore(*session).FindParty(id).has_value();
}

Result<keel::Done> PartyChanged(keel::sql::Transaction& transaction, const Catalog& catalog, const Party& party) {
  ShopStore store(transaction.session());
  const auto known = store.FindParty(party.id);
  if (known && known->version >= party.version) return keel::Done{};
  store.SaveParty(party);
  for (const auto& id : store.IdsOfParty(party.id)) {
    auto shop = store.Lock(id);
    if (!shop) continue;
    if (shop->party_kind == party.kind && shop->party_suspended == party.suspended() &&
        shop->is_sample == party.is_sample)
      continue;
    shop->party_kind = party.kind;
    shop->party_suspended = party.suspended();
    shop->is_sample = party.is_sample;
    store.SaveOwner(*shop);
    ++shop->version;
    TellAll(transaction, catalog, *shop);
  }
  return keel::Done{};
}

}  // namespace catalog
