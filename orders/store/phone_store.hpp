#pragma once
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "keel/money.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/cod_limit.hpp"
#include "orders/domain/ids.hpp"

namespace orders {

/// Records of numbers, by their keyed hash. Throws keel::sql::Fault on database faults.
class PhoneStore {
 public:
  explicit PhoneStore(keel::sql::Session& session) : session_(session) {}
  PhoneRecord Find(const std::string& phone_index);
  /// To the record of whoever placed this purchase.
  void Add(const PurchaseId& purchase, const PhoneRecord& more);
  /// Cash of their orders that is still to be collected; of those that have any.
  std::map<std::string, keel::Money> OpenCash(const std::vector<std::string>& phone_indexes);
  /// Numbers that refused a parcel; few.
  std::vector<std::string> Refusers(std::int64_t limit);

 private:
  keel::sql::Session& session_;
};

/// The numbers that refused a parcel, in memory, so that placing a purchase reads no record for all the others. May be
/// some seconds behind what another process heard. Safe from several threads.
class RefuserMemory {
 public:
  /// What this process heard itself.
  void Add(const std::string& phone_index);
  void Keep(std::vector<std::string> phone_indexes);
  bool Has(const std::string& phone_index) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string> refusers_;
};

/// What numbers placed to be paid at the door, as far as this process saw it: small sums need no look at the rows.
/// Forgets everything when it grows too large. Safe from several threads.
class CashMemory {
 public:
  /// The sum with this placement.
  keel::Money Add(const std::string& phone_index, keel::Money at_the_door);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> seen_;
};

}  // namespace orders
