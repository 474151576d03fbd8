#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/allocation.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/payout_state.hpp"

namespace payments {

/// One payment to a seller.
struct PayoutRow {
  PayoutId id;
  PartyId party;
  keel::Money amount;
  PayoutState state = PayoutState::kPaid;
  std::optional<PayoutBatchId> batch;
  std::string reference;  ///< The memo of the transfer; empty for one recorded by hand.
  std::string bank_bin, account, holder;
  std::string bank_reference, reason, by_account;
  keel::Instant at{};
  std::optional<keel::Instant> paid_at, bounced_at;
  std::int64_t version = 1;
  std::string second_reference = {};  ///< Another transfer told of for it that nobody decided yet.
};

struct PayoutLineRow {
  PayoutId payout;
  OrderId order;
  std::string order_code, item_kind;
  keel::Money amount;
};

struct BatchRow {
  PayoutBatchId id;
  keel::Instant made_at{};
  std::string by_account;
  std::int64_t count = 0, open = 0;  ///< Payouts in it; those still prepared.
  keel::Money total, paid, bounced;
};

/// Payouts, their lines and their batches as rows; no rules. Lives as long as its session.
class PayoutStore {
 public:
  PayoutStore(keel::sql::Session& session, const keel::crypto::FieldKey& seal) : session_(session), seal_(seal) {}
  void AddBatch(const PayoutBatchId& id, const std::string& by, keel::Instant at);
  void Add(const PayoutRow& payout, const std::vector<PayoutLine>& lines);
  /// Errors: kNotFound "payout-not-found".
  keel::Result<PayoutRow> Find(const PayoutId& id);
  keel::Result<PayoutRow> Lock(const PayoutId& id);
  std::optional<PayoutRow> LockByReference(const std::string& reference);
  /// Errors: kRaced "payout-changed".
  keel::Result<keel::Done> Save(const PayoutRow& payout);
  std::vector<PayoutLine> LinesOf(const PayoutId& id);
  std::vector<PayoutLineRow> NamedLinesOf(const PayoutId& id);
  std::vector<PayoutRow> OfBatch(const PayoutBatchId& id);
  /// Newest first.
  std::vector<PayoutRow> OfParty(const PartyId& party, std::size_t limit);
  /// Errors: kNotFound "payout-batch-not-found".
  keel::Result<BatchRow> FindBatch(const PayoutBatchId& id);
  std::vector<BatchRow> Batches(const std::optional<std::string>& before, std::size_t limit);
  /// In bank files and not confirmed: part of what the ledger owes.
  keel::Money Prepared(const PartyId& party);
  /// Paid, less bounced, before the moment; without payouts older than lines.
  keel::Money PaidBefore(const PartyId& party, keel::Instant moment);
  /// Paid or bounced in [from, to).
  std::vector<PayoutRow> Between(const PartyId& party, keel::Instant from, keel::Instant to);

 private:
  keel::sql::Session& session_;
  const keel::crypto::FieldKey& seal_;
};

}  // namespace payments
