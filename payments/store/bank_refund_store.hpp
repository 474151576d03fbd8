#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/store/payout_store.hpp"

namespace payments {

/// Where a purchase's refunds go. Personal: sealed at rest, masked when shown.
struct RefundAccount {
  std::string bank_bin, account, holder;
  std::string source;  ///< "buyer", "operator", "transfer" (as the bank told who paid).
  keel::Instant at{};
};

/// One refund that the market's bank sends. It moves like a payout.
struct BankRefund {
  RefundId id;
  RefundBatchId batch;
  IntentId intent;
  keel::Money amount;
  PayoutState state = PayoutState::kPrepared;
  std::string reference;  ///< The memo of the transfer.
  std::string bank_bin, account, holder;
  std::string bank_reference, reason, by_account;
  keel::Instant at{};
  std::optional<keel::Instant> paid_at, bounced_at;
  std::int64_t version = 1;
  std::string second_reference = {};  ///< Another transfer told of for it that nobody decided yet.
};

/// What the bank is to send back for one payment, and where.
struct OwedRefund {
  IntentId intent;
  PurchaseId purchase;
  std::string method, order_codes;  ///< Codes: "CP-7K3M-9Q4, CP-…".
  keel::Money amount;
  std::optional<RefundAccount> account;
};

struct RefundBatch {
  RefundBatchId id;
  keel::Instant made_at{};
  std::int64_t count = 0, open = 0;
  keel::Money total, paid, bounced;
};

/// Refunds by bank as rows; no rules. Lives as long as its session.
class BankRefundStore {
 public:
  BankRefundStore(keel::sql::Session& session, const keel::crypto::FieldKey& seal) : session_(session), seal_(seal) {}
  std::optional<RefundAccount> AccountOf(const PurchaseId& purchase);
  /// Writes over what was there; `unless_known`: keeps it.
  void SaveAccount(const PurchaseId& purchase, const RefundAccount& account, bool unless_known);

  /// What no provider pays back and no bank file holds yet, oldest first, with the accounts known. Where the seller has
  /// the buyer's money there is nothing for our bank to send, nor
  /// while another transfer was told of that nobody decided.
  std::vector<OwedRefund> Owed(std::size_t limit);
  /// The same of one payment; its row is to be locked before.
  std::optional<OwedRefund> OwedFor(const IntentId& intent);
  /// In bank files and not confirmed.
  keel::Money Prepared(const IntentId& intent);

  void Add(const BankRefund& refund);
  /// Errors: kNotFound "refund-not-found".
  keel::Result<BankRefund> Find(const RefundId& id);
  keel::Result<BankRefund> Lock(const RefundId& id);
  std::optional<BankRefund> ByReference(const std::string& reference);
  /// Errors: kRaced "refund-changed".
  keel::Result<keel::Done> Save(const BankRefund& refund);
  std::vector<BankRefund> OfBatch(const RefundBatchId& id);
  /// Errors: kNotFound "refund-batch-not-found".
  keel::Result<RefundBatch> FindBatch(const RefundBatchId& id);
  /// Newest first.
  std::vector<RefundBatch> Batches(const std::optional<std::string>& before, std::size_t limit);

 private:
  keel::sql::Session& session_;
  const keel::crypto::FieldKey& seal_;
};

}  // namespace payments
