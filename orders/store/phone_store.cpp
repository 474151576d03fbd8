#include "orders/store/phone_store.hpp"

namespace orders {
namespace {

constexpr std::string_view kFind = "SELECT delivered, refused FROM phone_records WHERE phone_index = ?";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO phone_records (phone_index, delivered, refused) SELECT phone_index, ?, ? FROM purchases WHERE id = ?
  ON DUPLICATE KEY UPDATE delivered = delivered + VALUES(delivered), refused = refused + VALUES(refused))sql";
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

std::vector<std::string> PhoneStore::Refusers(std::int64_t limit) {
  auto rows = session_.Query(kRefusers, {limit});
  std::vector<std::string> indexes;
  while (rows.Next()) indexes.push_back(rows.Text(0));
  return indexes;
}

void RefuserMemory::Keep(std::vector<std::string> phone_indexes) {
  std::set<std::string> refusers(phone_indexes.begin(), phone_indexes.end());
  const std::lock_guard lock(mutex_);
  refusers_ = std::move(refusers);
}

bool RefuserMemory::Has(const std::string& phone_index) const {
  const std::lock_guard lock(mutex_);
  return refusers_.contains(phone_index);
}

}  // namespace orders
