#pragma once
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/erasure.hpp"
#include "payments/domain/ids.hpp"
#include "payments/store/bank_refund_store.hpp"

namespace payments {

/// Purchases whose buyer is to be forgotten, as rows; no rules. Lives as long as its session.
class ErasureStore {
 public:
  ErasureStore(keel::sql::Session& session, const keel::crypto::FieldKey& seal) : session_(session), seal_(seal) {}
  void Add(const PurchaseId& purchase, keel::Instant asked_at);  ///< Once; the same again changes nothing.
  /// By id, after `after`: those that wait for long must not hide those that do not.
  std::vector<PurchaseId> Waiting(const std::string& after, std::size_t limit);
  /// False when it was done before. Locked until the transaction ends.
  bool LockWaiting(const PurchaseId& purchase);
  MoneyLeft LeftOf(const PurchaseId& purchase);
  /// The account refunds went to, the names and numbers in refunds that were sent, the addresses people paid from. The
  /// ledger, amounts and references stay.
  void Erase(const PurchaseId& purchase, keel::Instant now);

  std::vector<BankRefund> RefundsOf(const PurchaseId& purchase);
  /// Of a seller: transfers prepared and not confirmed.
  keel::Money InTransfer(const PartyId& party);

 private:
  keel::sql::Session& session_;
  const keel::crypto::FieldKey& seal_;
};

}  // namespace payments
