#include "orders/store/erasure_store.hpp"

#include <sstream>

#include "orders/domain/order.hpp"
#include "orders/store/delivery_seal.hpp"

namespace orders {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT IGNORE INTO erasures (request_id, account_id, phone_index, asked_at, open, erased, told)
  VALUES (?, ?, ?, ?, 1, 0, ''))sql";
constexpr std::string_view kOpen = R"sql(
  SELECT request_id, account_id, phone_index, erased, told FROM erasures WHERE open = 1 AND request_id > ?
  ORDER BY request_id LIMIT ?)sql";
constexpr std::string_view kLockOpen = R"sql(
  SELECT request_id, account_id, phone_index, erased, told FROM erasures WHERE request_id = ? AND open = 1
  FOR UPDATE)sql";
constexpr std::string_view kSaveTold = "UPDATE erasures SET erased = ?, told = ? WHERE request_id = ?";
constexpr std::string_view kClose =
    "UPDATE erasures SET open = 0, account_id = NULL, phone_index = '', told = '' WHERE request_id = ?";
constexpr std::string_view kPurchases = R"sql(
  SELECT id FROM purchases WHERE account_id = ? UNION SELECT id FROM purchases WHERE phone_index = ? ORDER BY 1)sql";
constexpr std::string_view kOrders = R"sql(
  SELECT o.id, o.code, o.state, o.moved_at,
    EXISTS (SELECT 1 FROM returns r WHERE r.order_id = o.id AND r.state IN ('asked', 'agreed')),
    EXISTS (SELECT 1 FROM disputes d WHERE d.open_order_id = o.id)
  FROM orders o WHERE o.purchase_id = ? ORDER BY o.id)sql";
constexpr std::string_view kErasing = R"sql(
  SELECT money_erased, parcels_erased FROM erasure_purchases WHERE purchase_id = ?)sql";
constexpr std::string_view kBegin = R"sql(
  INSERT IGNORE INTO erasure_purchases (purchase_id, told_at, money_erased, parcels_erased) VALUES (?, ?, 0, 0))sql";
constexpr std::string_view kMoneyErased = "UPDATE erasure_purchases SET money_erased = 1 WHERE purchase_id = ?";
constexpr std::string_view kParcelsErased = "UPDATE erasure_purchases SET parcels_erased = 1 WHERE purchase_id = ?";
constexpr std::string_view kErasedAt = "UPDATE erasure_purchases SET erased_at = ? WHERE purchase_id = ?";

// No phone has this index: nobody proves by it, and no look-up asks for it.
constexpr std::string_view kErasePurchase = R"sql(
  UPDATE purchases SET account_id = NULL, phone_index = REPEAT('0', 32), delivery_sealed = ? WHERE id = ?)sql";
constexpr std::string_view kEraseReturns = R"sql(
  UPDATE returns r JOIN orders o ON o.id = r.order_id SET r.note = '', r.shop_note = '' WHERE o.purchase_id = ?)sql";
constexpr std::string_view kEraseDisputes = R"sql(
  UPDATE disputes d JOIN orders o ON o.id = d.order_id SET d.note = '', d.answer = '', d.decision_note = ''
  WHERE o.purchase_id = ?)sql";
constexpr std::string_view kEraseMessages = R"sql(
  DELETE m FROM messages m JOIN orders o ON o.id = m.order_id WHERE o.purchase_id = ? AND m.to_kind = 'buyer')sql";
constexpr std::string_view kPhotos = R"sql(
  SELECT e.id, e.name, e.widths FROM evidence e JOIN orders o ON o.id = e.order_id WHERE o.purchase_id = ? ORDER BY e.id)sql";

constexpr std::string_view kCartQuotes =
    "DELETE q FROM cart_quotes q JOIN carts c ON c.id = q.cart_id WHERE c.account_id = ?";
constexpr std::string_view kCarts = "DELETE FROM carts WHERE account_id = ?";
constexpr std::string_view kReplies = "DELETE FROM replies WHERE phone_index = ?";
constexpr std::string_view kRecords = "DELETE FROM phone_records WHERE phone_index = ?";
constexpr std::string_view kNumbered = "UPDATE messages SET phone_index = NULL WHERE phone_index = ?";

constexpr std::string_view kOldPhotos = R"sql(
  SELECT e.id, e.name, e.widths FROM evidence e JOIN orders o ON o.id = e.order_id
  WHERE e.sent_at < ? AND o.state IN ('delivered', 'returned', 'cancelled')
    AND NOT EXISTS (SELECT 1 FROM returns r WHERE r.order_id = o.id AND r.state IN ('asked', 'agreed'))
    AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.open_order_id = o.id)
  ORDER BY e.sent_at LIMIT ?)sql";
constexpr std::string_view kUnlink = "DELETE FROM case_photos WHERE media_id = ?";
constexpr std::string_view kRemove = "DELETE FROM evidence WHERE id = ?";
constexpr std::string_view kIsNamed = "SELECT 1 FROM evidence WHERE name = ? LIMIT 1";

constexpr std::string_view kOpenShop =
    "SELECT name FROM shops WHERE party_id = ? AND state = 'open' ORDER BY id LIMIT 1";
constexpr std::string_view kOpenOrders = R"sql(
  SELECT COUNT(*) FROM shops s JOIN orders o ON o.shop_id = s.id
  WHERE s.party_id = ? AND o.state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped'))sql";
constexpr std::string_view kOpenCases = R"sql(
  SELECT COUNT(DISTINCT order_id) FROM (
    SELECT r.order_id FROM shops s JOIN returns r ON r.shop_id = s.id WHERE s.party_id = ? AND r.state IN ('asked', 'agreed')
    UNION ALL
    SELECT d.order_id FROM shops s JOIN disputes d ON d.shop_id = s.id WHERE s.party_id = ? AND d.open_order_id IS NOT NULL) c)sql";

ErasedPerson ToPerson(const keel::sql::Rows& rows) {
  return {rows.Text(0), rows.MaybeText(1), rows.Text(2), rows.Int(3), rows.Text(4)};
}

std::vector<OldPhoto> ToPhotos(keel::sql::Rows rows) {
  std::vector<OldPhoto> photos;
  while (rows.Next()) {
    OldPhoto photo{rows.Text(0), rows.Text(1), {}};
    std::istringstream widths(rows.Text(2));
    for (std::string width; std::getline(widths, width, ',');) photo.widths.push_back(std::stoi(width));
    photos.push_back(std::move(photo));
  }
  return photos;
}

std::int64_t Count(keel::sql::Rows rows) {
  return rows.Next() ? rows.Int(0) : 0;
}

/// What stands where somebody's name, phone and street stood.
Delivery Nobody() {
  return {{"", Phone::FromRow(std::string(kNobodysPhone))}, {}, ""};
}

}  // namespace

void ErasureStore::Add(const ErasedPerson& person, keel::Instant asked_at) {
  session_.Execute(kAdd, {person.request_id, person.account_id, person.phone_index, asked_at});
}

std::vector<ErasedPerson> ErasureStore::Open(const std::string& after, std::int64_t limit) {
  std::vector<ErasedPerson> people;
  for (auto rows = session_.Query(kOpen, {after, limit}); rows.Next();) people.push_back(ToPerson(rows));
  return people;
}

std::optional<ErasedPerson> ErasureStore::LockOpen(const std::string& request_id) {
  auto rows = session_.Query(kLockOpen, {request_id});
  return rows.Next() ? std::optional(ToPerson(rows)) : std::nullopt;
}

void ErasureStore::SaveTold(const ErasedPerson& person) {
  session_.Execute(kSaveTold, {person.erased, person.told, person.request_id});
}

void ErasureStore::Close(const ErasedPerson& person) {
  session_.Execute(kClose, {person.request_id});
}

std::vector<PurchaseId> ErasureStore::PurchasesOf(const std::optional<std::string>& account_id,
                                                  const std::string& phone_index) {
  std::vector<PurchaseId> purchases;
  for (auto rows = session_.Query(kPurchases, {account_id.value_or(""), phone_index}); rows.Next();)
    purchases.push_back(PurchaseId::FromRow(rows.Text(0)));
  return purchases;
}

std::vector<OrderToErase> ErasureStore::OrdersOf(const PurchaseId& purchase) {
  std::vector<OrderToErase> orders;
  for (auto rows = session_.Query(kOrders, {purchase.text()}); rows.Next();)
    orders.push_back(
        {rows.Text(0), rows.Text(1), {StateFromRow(rows.Text(2)), rows.At(3), rows.Flag(4), rows.Flag(5)}});
  return orders;
}

std::optional<OthersErasing> ErasureStore::ErasingOf(const PurchaseId& purchase) {
  auto rows = session_.Query(kErasing, {purchase.text()});
  if (!rows.Next()) return std::nullopt;
  return OthersErasing{rows.Flag(0), rows.Flag(1)};
}

bool ErasureStore::Begin(const PurchaseId& purchase, keel::Instant now) {
  return session_.Execute(kBegin, {purchase.text(), now}) == 1;
}

void ErasureStore::MoneyErased(const PurchaseId& purchase) {
  session_.Execute(kMoneyErased, {purchase.text()});
}

void ErasureStore::ParcelsErased(const PurchaseId& purchase) {
  session_.Execute(kParcelsErased, {purchase.text()});
}

std::vector<OldPhoto> ErasureStore::Erase(const PurchaseId& purchase, const keel::crypto::FieldKey& key,
                                          keel::Instant now) {
  session_.Execute(kErasePurchase, {Seal(Nobody(), key), purchase.text()});
  for (const auto statement : {kEraseReturns, kEraseDisputes, kEraseMessages})
    session_.Execute(statement, {purchase.text()});
  auto photos = ToPhotos(session_.Query(kPhotos, {purchase.text()}));
  for (const auto& photo : photos) RemovePhoto(photo.id);
  session_.Execute(kErasedAt, {now, purchase.text()});
  return photos;
}

void ErasureStore::EraseRest(const ErasedPerson& person) {
  if (person.account_id) {
    session_.Execute(kCartQuotes, {*person.account_id});
    session_.Execute(kCarts, {*person.account_id});
  }
  for (const auto statement : {kReplies, kRecords, kNumbered}) session_.Execute(statement, {person.phone_index});
}

std::vector<OldPhoto> ErasureStore::OldPhotos(keel::Instant sent_before, std::int64_t limit) {
  return ToPhotos(session_.Query(kOldPhotos, {sent_before, limit}));
}

void ErasureStore::RemovePhoto(const std::string& id) {
  session_.Execute(kUnlink, {id});
  session_.Execute(kRemove, {id});
}

bool ErasureStore::IsNamed(const std::string& name) {
  return session_.Query(kIsNamed, {name}).size() > 0;
}

std::optional<std::string> ErasureStore::OpenShopOf(const std::string& party_id) {
  auto rows = session_.Query(kOpenShop, {party_id});
  return rows.Next() ? std::optional(rows.Text(0)) : std::nullopt;
}

std::int64_t ErasureStore::OpenOrdersOf(const std::string& party_id) {
  return Count(session_.Query(kOpenOrders, {party_id})) + Count(session_.Query(kOpenCases, {party_id, party_id}));
}

}  // namespace orders
