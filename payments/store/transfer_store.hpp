#pragma once
#include <optional>
#include <string>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// Money an operator sent back to payers, with the bank's reference. Written once, never
/// changed.
class TransferStore {
 public:
  explicit TransferStore(keel::sql::Session& session) : session_(session) {}
  void AddRefund(const RefundId& id, const IntentId& intent, keel::Money amount, const std::string& bank_reference,
                 const std::string& by_account, keel::Instant at);
  /// The id of the one payout, or refund by bank, that was sent with this number of the bank; empty for none and for
  /// several.
  std::optional<std::string> SentWith(const std::string& bank_number);
  /// Makes payouts to one party stand in line until the transaction ends.
  void LockBalance(const std::string& account);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
