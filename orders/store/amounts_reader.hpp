#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/order.hpp"

namespace orders {

/// What an order comes to, for whoever keeps books of it.
struct OrderAmounts {
  OrderId id;
  PurchaseId purchase;
  std::string code, party_id, payment;
  OrderState state;
  keel::Money goods, freight, total;
  keel::Money given_back;  ///< Of returns that were received and disputes that were decided.
  bool untold = false;  ///< Something happened to its purchase that a reader at the position asked for has not heard.
};

/// Orders by id, a page at a time. Throws keel::sql::Fault on database faults.
class AmountsReader {
 public:
  explicit AmountsReader(keel::sql::Session& session) : session_(session) {}
  /// `heard`: how far the reader is in our feed. What its cursor said before this call is right for all that is not
  /// `untold`, whatever is written meanwhile.
  std::vector<OrderAmounts> After(const std::string& id, std::int64_t heard, std::int64_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
