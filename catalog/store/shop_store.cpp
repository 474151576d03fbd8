#include "catalog/store/shop_store.hpp"

#include <charconv>

#include "keel/sql/duplicate.hpp"

namespace catalog {
namespace {

#define SHOP_SELECT                                                                                          \
  "SELECT s.id, s.slug, s.name, s.party_id, s.party_kind, s.party_suspended, s.is_sample, s.province_code, " \
  "s.commune_code, s.hamlet, s.sells, s.story, s.paused, s.version, s.created_at, " CATALOG_PHOTO_COLUMNS    \
  " FROM shops s LEFT JOIN media m ON m.id = s.photo_id "

constexpr std::string_view kFindById = SHOP_SELECT "WHERE s.id = ?";
constexpr std::string_view kFindBySlug = SHOP_SELECT "WHERE s.slug = ?";
constexpr std::string_view kLock = "SELECT id FROM shops WHERE id = ? FOR UPDATE";
constexpr std::string_view kShare = "SELECT id FROM shops WHERE id = ? LOCK IN SHARE MODE";
constexpr std::string_view kListAll = SHOP_SELECT
    "WHERE (? OR NOT s.party_suspended) AND (? = '' OR s.province_code = ?) AND (? = '' OR s.id < ?) "
    "ORDER BY s.id DESC LIMIT ?";
constexpr std::string_view kListOfParty = SHOP_SELECT
    "WHERE s.party_id = ? AND (? OR NOT s.party_suspended) AND (? = '' OR s.province_code = ?) AND (? = '' OR s.id < "
    "?) "
    "ORDER BY s.id DESC LIMIT ?";
constexpr std::string_view kIdsOfParty = "SELECT id FROM shops WHERE party_id = ? ORDER BY id";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO shops (id, slug, name, party_id, party_kind, party_suspended, is_sample, province_code, commune_code, hamlet,
                     sells, story, photo_id, paused, version, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kSave = R"sql(
  UPDATE shops SET name = ?, province_code = ?, commune_code = ?, hamlet = ?, sells = ?, story = ?, photo_id = ?, paused = ?,
                   version = version + 1
  WHERE id = ? AND version = ?)sql";
constexpr std::string_view kSaveOwner =
    "UPDATE shops SET party_kind = ?, party_suspended = ?, is_sample = ?, version = version + 1 WHERE id = ?";
constexpr std::string_view kFindParty = "SELECT id, kind, name, status, is_sample, version FROM parties WHERE id = ?";
constexpr std::string_view kSaveParty = R"sql(
  INSERT INTO parties (id, kind, name, status, is_sample, version) VALUES (?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE kind = VALUES(kind), name = VALUES(name), status = VALUES(status),
                          is_sample = VALUES(is_sample), version = VALUES(version))sql";
constexpr std::string_view kLockParty =
    "INSERT INTO parties (id, kind, name, status, is_sample, version) VALUES (?, '', '', 'active', 0, 0) "
    "ON DUPLICATE KEY UPDATE id = VALUES(id)";

Shop ReadShop(const keel::sql::Rows& rows) {
  Shop shop{.id = ShopId::FromRow(rows.Text(0)),
            .slug = rows.Text(1),
            .name = rows.Text(2),
            .party_id = PartyId::FromRow(rows.Text(3)),
            .party_kind = rows.Text(4),
            .province_code = rows.Text(7),
            .commune_code = rows.Text(8),
            .hamlet = rows.Text(9),
            .sells = rows.Text(10),
            .story = rows.Text(11),
            .photo = ReadPhoto(rows, 15),
            .paused = rows.Flag(12),
            .party_suspended = rows.Flag(5),
            .is_sample = rows.Flag(6),
            .version = rows.Int(13),
            .created_at = rows.At(14)};
  return shop;
}

std::optional<std::string> PhotoId(const Shop& shop) {
  if (!shop.photo) return std::nullopt;
  return shop.photo->id.text();
}

}  // namespace

std::optional<Photo> ReadPhoto(const keel::sql::Rows& rows, std::size_t first) {
  if (rows.IsNull(first)) return std::nullopt;
  Photo photo{.id = MediaId::FromRow(rows.Text(first)),
              .stem = rows.Text(first + 1),
              .width = int(rows.Int(first + 2)),
              .height = int(rows.Int(first + 3)),
              .widths = {}};
  const std::string& list = rows.Text(first + 4);
  for (std::size_t at = 0; at < list.size();) {
    const auto comma = std::min(list.find(',', at), list.size());
    int width = 0;
    std::from_chars(list.data() + at, list.data() + comma, width);
    photo.widths.push_back(width);
    at = comma + 1;
  }
  return photo;
}

keel::Result<Shop> ShopStore::Find(std::string_view key) {
  auto rows = session_.Query(ShopId::Parse(key) ? kFindById : kFindBySlug, {key});
  if (!rows.Next()) return keel::Error{keel::Kind::kNotFound, "shop-not-found", "There is no such shop."};
  return ReadShop(rows);
}

keel::Result<Shop> ShopStore::Lock(const ShopId& id) {
  session_.Query(kLock, {id.text()});
  return Find(id.text());
}

keel::Result<Shop> ShopStore::Share(const ShopId& id) {
  session_.Query(kShare, {id.text()});
  return Find(id.text());
}

std::vector<Shop> ShopStore::List(const Filter& filter) {
  keel::sql::Values values;
  if (!filter.party_id.empty()) values.emplace_back(filter.party_id);
  for (auto&& value : keel::sql::Values{filter.with_suspended, filter.province_code, filter.province_code,
                                        filter.before, filter.before, filter.limit})
    values.push_back(value);
  auto rows = session_.Query(filter.party_id.empty() ? kListAll : kListOfParty, values);
  std::vector<Shop> shops;
  while (rows.Next()) shops.push_back(ReadShop(rows));
  return shops;
}

std::vector<ShopId> ShopStore::IdsOfParty(const PartyId& id) {
  auto rows = session_.Query(kIdsOfParty, {id.text()});
  std::vector<ShopId> ids;
  while (rows.Next()) ids.push_back(ShopId::FromRow(rows.Text(0)));
  return ids;
}

bool ShopStore::Insert(const Shop& shop) {
  try {
    session_.Execute(kInsert, {shop.id.text(), shop.slug, shop.name, shop.party_id.text(), shop.party_kind,
                               shop.party_suspended, shop.is_sample, shop.province_code, shop.commune_code, shop.hamlet,
                               shop.sells, shop.story, PhotoId(shop), shop.paused, shop.version, shop.created_at});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_shop_slug")) throw;
    return false;
  }
  return true;
}

keel::Result<keel::Done> ShopStore::Save(const Shop& shop) {
  if (session_.Execute(kSave, {shop.name, shop.province_code, shop.commune_code, shop.hamlet, shop.sells, shop.story,
                               PhotoId(shop), shop.paused, shop.id.text(), shop.version}) == 0)
    return keel::Error{keel::Kind::kConflict, "changed-meanwhile", "Somebody changed it meanwhile; read it again."};
  return keel::Done{};
}

void ShopStore::SaveOwner(const Shop& shop) {
  session_.Execute(kSaveOwner, {shop.party_kind, shop.party_suspended, shop.is_sample, shop.id.text()});
}

std::optional<Party> ShopStore::FindParty(const PartyId& id) {
  auto rows = session_.Query(kFindParty, {id.text()});
  if (!rows.Next() || rows.Text(1).empty()) return std::nullopt;
  return Party{PartyId::FromRow(rows.Text(0)), rows.Text(1), rows.Text(2), rows.Text(3), rows.Flag(4), rows.Int(5)};
}

void ShopStore::SaveParty(const Party& party) {
  session_.Execute(kSaveParty, {party.id.text(), party.kind, party.name, party.status, party.is_sample, party.version});
}

void ShopStore::LockParty(const PartyId& id) {
  session_.Execute(kLockParty, {id.text()});
}

}  // namespace catalog
