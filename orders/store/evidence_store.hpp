#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/ids.hpp"

namespace orders {

/// A photo of an order, sent by its buyer; its files are the catalog's.
struct Evidence {
  std::string id;  ///< med_…
  OrderId order_id;
  std::string name;         ///< Of its files.
  std::vector<int> widths;  ///< It was made in, ascending.
};

/// All SQL on `evidence`. Throws keel::sql::Fault on database faults.
class EvidenceStore {
 public:
  explicit EvidenceStore(keel::sql::Session& session) : session_(session) {}

  std::int64_t CountOf(const OrderId& order);
  /// The photo as it stands afterwards: the same picture of the same order is one.
  Evidence Insert(const Evidence& photo, keel::Instant now);
  std::optional<Evidence> Find(const std::string& id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
