#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"

namespace orders {

struct Shop {
  std::string id, slug, name, party_id, party_kind;
  std::string state;  ///< open, paused, suspended
  std::string province_code, commune_code;
  std::int64_t version = 0;
};

struct Party {
  std::string id, kind, name, status;
  std::int64_t version = 0;
};

/// Shops, parties and memberships of cooperatives: projections of the catalog's and accounts' events, for rights and
/// boards. An older version never overwrites a newer one. Throws keel::sql::Fault on database faults.
class PeopleStore {
 public:
  explicit PeopleStore(keel::sql::Session& session) : session_(session) {}

  /// False, and nothing written, when the row is as new or newer.
  bool Save(const Shop& shop);
  void Save(const Party& party);
  void SaveMember(const std::string& cooperative_id, const std::string& member_party_id, bool active);

  std::optional<Shop> FindShop(const std::string& shop_id);
  std::optional<Party> FindParty(const std::string& party_id);
  std::vector<Shop> ShopsOf(const std::string& party_id);
  /// Shops of all active members and of the cooperative itself, by party.
  std::vector<Shop> ShopsOfCooperative(const std::string& cooperative_id);
  /// Cooperatives the party is an active member of.
  std::vector<std::string> CooperativesOf(const std::string& member_party_id);
  std::vector<Party> Members(const std::string& cooperative_id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
