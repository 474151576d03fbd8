#include "payments/store/name_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO party_names (party_id, name, version) VALUES (?, ?, ?)
  ON DUPLICATE KEY UPDATE name = IF(VALUES(version) > version, VALUES(name), name), version = GREATEST(version, VALUES(version)))sql";
constexpr std::string_view kAll = "SELECT party_id, name FROM party_names";
constexpr std::string_view kUnnamed = R"sql(
  SELECT DISTINCT i.party_id FROM seller_items i LEFT JOIN party_names n ON n.party_id = i.party_id
  WHERE n.party_id IS NULL LIMIT ?)sql";
constexpr std::string_view kKnows = R"sql(
  SELECT 1 FROM party_names WHERE party_id = ? UNION ALL SELECT 1 FROM order_money WHERE party_id = ?
  UNION ALL SELECT 1 FROM payees WHERE party_id = ? LIMIT 1)sql";

}  // namespace

void NameStore::Put(const std::string& party_id, const std::string& name, std::int64_t version) {
  session_.Execute(kPut, {party_id, name, version});
}

PartyNames NameStore::All() {
  std::map<std::string, std::string> names;
  for (auto rows = session_.Query(kAll); rows.Next();) names.emplace(rows.Text(0), rows.Text(1));
  return PartyNames(std::move(names));
}

bool NameStore::Knows(const std::string& party_id) {
  return session_.Query(kKnows, {party_id, party_id, party_id}).Next();
}

std::vector<std::string> NameStore::Unnamed(std::size_t limit) {
  std::vector<std::string> parties;
  for (auto rows = session_.Query(kUnnamed, {limit}); rows.Next();) parties.push_back(rows.Text(0));
  return parties;
}

}  // namespace payments
