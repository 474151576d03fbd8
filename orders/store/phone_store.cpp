#include "orders/store/phone_store.hpp"

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kFind = "SELECT delivered, refused FROM phone_records WHERE phone_index = ?";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO phone_records (phone_index, delivered, refused) SELECT phone_index, ?, ? FROM purchases WHERE id = ?
  ON DUPLICATE KEY UPDATE delivered = delivered + VALUES(delivered), refused = refused + VALUES(refused))sql";
constexpr std::string_view kOpenCash = R"sql(
  SELECT p.phone_index, CAST(SUM(o.total_vnd) AS SIGNED) FROM purchases p JOIN orders o ON o.purchase_id = p.id
  WHERE o.payment = 'cod' AND o.state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped') AND p.phone_index IN ()sql";
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

std::map<std::string, keel::Money> PhoneStore::OpenCash(const std::vector<std::string>& phone_indexes) {
  std::map<std::string, keel::Money> open;
  if (phone_indexes.empty()) return open;
  keel::sql::Values values;
  keel::sql::AddIds(values, phone_indexes);
  auto rows = session_.Query(
      keel::sql::WithGroups(kOpenCash, "?", keel::sql::ListSize(phone_indexes.size()), ") GROUP BY p.phone_index"),
      values);
  while (rows.Next()) open.emplace(rows.Text(0), rows.Dong(1));
  return open;
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
