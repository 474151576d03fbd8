#include "orders/store/phone_store.hpp"

namespace orders {
namespace {

constexpr std::string_view kFind = "SELECT delivered, refused FROM phone_records WHERE phone_index = ?";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO phone_records (phone_index, delivered, refused) SELECT phone_index, ?, ? FROM purchases WHERE id = ?
  ON DUPLICATE KEY UPDATE delivered = delivered + VALUES(delivered), refused = refused + VALUES(refused))sql";
constexpr std::string_view kOpenCash = R"sql(
  SELECT CAST(COALESCE(SUM(o.total_vnd), 0) AS SIGNED) FROM purchases p JOIN orders o ON o.purchase_id = p.id
  WHERE p.phone_index = ? AND o.payment = 'cod' AND o.state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped'))sql";
constexpr std::size_t kMostSeen = 200'000;
constexpr std::string_view kRefusers =
    "SELECT phone_index FROM phone_records WHERE refused > 0 ORDER BY refused DESC LIMIT ?";

}  // namespace

PhoneRecord PhoneStore::Find(const std::string& phone_index) {
  auto rows = session_.Query(kFind, {phone_index});
  if (!rows.Next()) return {};
  return {rows.Int(0), rows.Int(1)};
}

void PhoneStore::Add(const PurchaseId& purchase, const PhoneRecord& more) {
  session_.Execute(kAdd, {more.delivered, more.refused, purchase.text()});
}

keel::Money PhoneStore::OpenCash(const std::string& phone_index) {
  auto rows = session_.Query(kOpenCash, {phone_index});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

std::vector<std::string> PhoneStore::Refusers(std::int64_t limit) {
  auto rows = session_.Query(kRefusers, {limit});
  std::vector<std::string> indexes;
  while (rows.Next()) indexes.push_back(rows.Text(0));
  return indexes;
}

void RefuserMemory::Add(const std::string& phone_index) {
  const std::lock_guard lock(mutex_);
  refusers_.insert(phone_index);
}

void RefuserMemory::Keep(std::vector<std::string> phone_indexes) {
  std::set<std::string> refusers(phone_indexes.begin(), phone_indexes.end());
  const std::lock_guard lock(mutex_);
  refusers_ = std::move(refusers);
}

keel::Money CashMemory::Add(const std::string& phone_index, keel::Money at_the_door) {
  const std::lock_guard lock(mutex_);
  if (seen_.size() >= kMostSeen) seen_.clear();
  return keel::Money::Vnd(seen_[phone_index] += at_the_door.dong());
}

bool RefuserMemory::Has(const std::string& phone_index) const {
  const std::lock_guard lock(mutex_);
  return refusers_.contains(phone_index);
}

}  // namespace orders
