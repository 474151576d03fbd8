#include "orders/store/people_store.hpp"

namespace orders {
namespace {

constexpr std::string_view kCooperativesOf =
    "SELECT cooperative_id FROM cooperative_members WHERE member_party_id = ? AND active = 1 ORDER BY cooperative_id";
constexpr std::string_view kUpdateShop = R"sql(
  UPDATE shops SET slug = ?, name = ?, party_id = ?, party_kind = ?, state = ?, province_code = ?, commune_code = ?,
    version = ? WHERE id = ? AND version < ?)sql";
constexpr std::string_view kInsertShop = R"sql(
  INSERT IGNORE INTO shops (slug, name, party_id, party_kind, state, province_code, commune_code, version, id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kUpdateParty =
    "UPDATE parties SET kind = ?, name = ?, status = ?, version = ? WHERE id = ? AND version < ?";
constexpr std::string_view kInsertParty =
    "INSERT IGNORE INTO parties (kind, name, status, version, id) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view kSaveMember = R"sql(
  INSERT INTO cooperative_members (cooperative_id, member_party_id, active) VALUES (?, ?, ?)
  ON DUPLICATE KEY UPDATE active = VALUES(active))sql";

constexpr std::string_view kSelectShop =
    "SELECT s.id, s.slug, s.name, s.party_id, s.party_kind, s.state, s.province_code, s.commune_code, s.version FROM "
    "shops s ";
constexpr std::string_view kShopById = "WHERE s.id = ?";
constexpr std::string_view kShopsByParty = "WHERE s.party_id = ? ORDER BY s.id";
constexpr std::string_view kShopsByCooperative = R"sql(
  WHERE s.party_id = ? OR s.party_id IN
    (SELECT member_party_id FROM cooperative_members WHERE cooperative_id = ? AND active = 1)
  ORDER BY s.party_id, s.id)sql";
constexpr std::string_view kParty = "SELECT id, kind, name, status, version FROM parties WHERE id = ?";
// A member told of before its party still stands on the board, under its id.
constexpr std::string_view kMembers = R"sql(
  SELECT m.member_party_id, COALESCE(p.kind, ''), COALESCE(p.name, m.member_party_id), COALESCE(p.status, ''),
    COALESCE(p.version, 0)
  FROM cooperative_members m LEFT JOIN parties p ON p.id = m.member_party_id
  WHERE m.cooperative_id = ? AND m.active = 1 ORDER BY 3)sql";

Shop ToShop(const keel::sql::Rows& r) {
  return {r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), r.Text(6), r.Text(7), r.Int(8)};
}

Party ToParty(const keel::sql::Rows& r) {
  return {r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.Int(4)};
}

std::string Text(std::string_view a, std::string_view b) {
  return std::string(a) + std::string(b);
}

std::vector<Shop> ToShops(keel::sql::Rows rows) {
  std::vector<Shop> shops;
  while (rows.Next()) shops.push_back(ToShop(rows));
  return shops;
}

/// Inserts, or updates what is older.
bool SaveNewer(keel::sql::Session& session, std::string_view insert, std::string_view update, keel::sql::Values values,
               std::int64_t version) {
  if (session.Execute(insert, values) == 1) return true;
  values.emplace_back(version);
  return session.Execute(update, values) == 1;
}

}  // namespace

bool PeopleStore::Save(const Shop& shop) {
  return SaveNewer(session_, kInsertShop, kUpdateShop,
                   {shop.slug, shop.name, shop.party_id, shop.party_kind, shop.state, shop.province_code,
                    shop.commune_code, shop.version, shop.id},
                   shop.version);
}

void PeopleStore::Save(const Party& party) {
  SaveNewer(session_, kInsertParty, kUpdateParty, {party.kind, party.name, party.status, party.version, party.id},
            party.version);
}

void PeopleStore::SaveMember(const std::string& cooperative_id, const std::string& member_party_id, bool active) {
  session_.Execute(kSaveMember, {cooperative_id, member_party_id, active});
}

std::optional<Shop> PeopleStore::FindShop(const std::string& shop_id) {
  auto rows = session_.Query(Text(kSelectShop, kShopById), {shop_id});
  if (!rows.Next()) return std::nullopt;
  return ToShop(rows);
}

std::optional<Party> PeopleStore::FindParty(const std::string& party_id) {
  auto rows = session_.Query(kParty, {party_id});
  if (!rows.Next()) return std::nullopt;
  return ToParty(rows);
}

std::vector<Shop> PeopleStore::ShopsOf(const std::string& party_id) {
  return ToShops(session_.Query(Text(kSelectShop, kShopsByParty), {party_id}));
}

std::vector<Shop> PeopleStore::ShopsOfCooperative(const std::string& cooperative_id) {
  return ToShops(session_.Query(Text(kSelectShop, kShopsByCooperative), {cooperative_id, cooperative_id}));
}

std::vector<std::string> PeopleStore::CooperativesOf(const std::string& member_party_id) {
  auto rows = session_.Query(kCooperativesOf, {member_party_id});
  std::vector<std::string> ids;
  while (rows.Next()) ids.push_back(rows.Text(0));
  return ids;
}

std::vector<Party> PeopleStore::Members(const std::string& cooperative_id) {
  auto rows = session_.Query(kMembers, {cooperative_id});
  std::vector<Party> members;
  while (rows.Next()) members.push_back(ToParty(rows));
  return members;
}

}  // namespace orders
