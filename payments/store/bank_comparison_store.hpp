#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/bank_comparison.hpp"

namespace payments {

/// Our account's own lines beside what moved bank:market, as rows. Read both within one keel::sql::Moment. Lives as
/// long as its session.
class BankComparisonStore {
 public:
  explicit BankComparisonStore(keel::sql::Session& session) : session_(session) {}
  std::vector<BankAccountSum> Accounts();  ///< By the account's number.
  /// Only what differs.
  std::vector<BankPair> Pairs();

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
