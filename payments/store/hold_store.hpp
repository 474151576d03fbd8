#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// A return or dispute that keeps its order's money from being paid out.
struct Hold {
  std::string case_id;
  OrderId order;
  std::string kind;  ///< "return", "dispute".
  std::string state;
  bool held = true;
  keel::Instant since{};
  std::int64_t version = 1;
};

/// An order whose money waits, as its seller sees it.
struct HeldOrder {
  OrderId order;
  std::string order_code, kind;
  keel::Money amount;  ///< What of it would otherwise be paid to the seller.
  bool with_carrier = false;
  keel::Instant since{};
};

/// Holds as rows; no rules. Lives as long as its session.
class HoldStore {
 public:
  explicit HoldStore(keel::sql::Session& session) : session_(session) {}
  std::optional<Hold> Lock(const std::string& case_id);
  void Put(const Hold& hold);
  /// Nothing where it is not held.
  void Release(const std::string& case_id);
  /// Newest first.
  std::vector<HeldOrder> OfParty(const PartyId& party);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
