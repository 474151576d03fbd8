#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/shop.hpp"
#include "keel/sql/sql.hpp"

namespace catalog {

/// Shops and what we know of parties, as rows. All SQL on `shops` and `parties`, and no rules. Saves nothing by itself:
/// the caller's transaction does. Throws keel::sql::Fault on database faults.
class ShopStore {
 public:
  explicit ShopStore(keel::sql::Session& session) : session_(session) {}

  /// By id or by slug. Errors: kNotFound "shop-not-found".
  keel::Result<Shop> Find(std::string_view key);
  /// As Find by id; holds the row until the transaction ends.
  keel::Result<Shop> Lock(const ShopId& id);
  /// As Lock, but shared: new products hold their shop so, lest it be paused between the look at it and their first
  /// offer.
  keel::Result<Shop> Share(const ShopId& id);

  struct Filter {
    std::string party_id, province_code;  ///< Empty = any.
    bool with_suspended = false;
    std::string before;  ///< Shop id: newer ones were already given.
    std::size_t limit = 24;
  };
  std::vector<Shop> List(const Filter& filter);  ///< Newest first.
  std::vector<ShopId> IdsOfParty(const PartyId& id);

  /// False when the slug is taken.
  bool Insert(const Shop& shop);
  /// Saves all that can change and counts the version up. Errors: kConflict "changed-meanwhile".
  keel::Result<keel::Done> Save(const Shop& shop);
  /// Sets what accounts says of the owner; counts the version up in the row, so that readers of shop.changed see it as
  /// newer.
  void SaveOwner(const Shop& shop);

  std::optional<Party> FindParty(const PartyId& id);
  void SaveParty(const Party& party);
  /// Serialises the makers of a party's shops, so that the limit holds.
  void LockParty(const PartyId& id);

 private:
  keel::sql::Session& session_;
};

/// The columns of `media m` as ReadPhoto reads them, starting at `first`. Empty for NULLs (no photo).
std::optional<Photo> ReadPhoto(const keel::sql::Rows& rows, std::size_t first);
#define CATALOG_PHOTO_COLUMNS "m.id, COALESCE(m.stem, LEFT(m.sha256, 16)), m.width, m.height, m.widths"

}  // namespace catalog
