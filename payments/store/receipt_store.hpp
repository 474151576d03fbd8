#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/line_finding.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

struct Receipt {
  ReceiptId id;
  std::string provider;
  BankLine line;
  keel::Instant received_at{};
  ReceiptState state = ReceiptState::kUnmatched;
  std::optional<IntentId> intent;
  keel::Money refundable;  ///< The part of it that is owed back and not yet sent.
  LineHolder holder = LineHolder::kMarket;
  LineFinding finding;
  bool to_see = false;  ///< It left the account, is not what it names, and nobody has looked at it yet.
  std::int64_t version = 1;
};

/// Bank lines and the messages that told of them; no rules. Lives as long as its session.
class ReceiptStore {
 public:
  explicit ReceiptStore(keel::sql::Session& session) : session_(session) {}
  /// Keeps a signed message as it came (`sealed`), once by digest; a repeated one gets the latest outcome.
  void KeepMessage(const std::string& provider, const std::string& digest, const std::string& sealed, keel::Instant at,
                   std::string_view outcome);
  /// False when (provider, bank's number) is there already; waits for a transaction that is just writing it.
  bool Add(const Receipt& receipt);
  /// The receipt of this line when another feed told of it before, by the bank's reference and amount; else this one
  /// claims them. Waits for a transaction that is just claiming them.
  std::optional<ReceiptId> ToldByAnotherFeed(const Receipt& receipt);
  std::optional<Receipt> Find(const ReceiptId& id);
  std::optional<Receipt> FindByBankId(const std::string& provider, const std::string& bank_id);
  /// Errors: kNotFound "receipt-not-found".
  keel::Result<Receipt> Lock(const ReceiptId& id);
  std::vector<Receipt> LockOfIntent(const IntentId& id);
  /// Errors: kRaced "receipt-changed".
  keel::Result<keel::Done> Save(const Receipt& receipt);
  /// A person saw the line that this transfer left by.
  void SeenSecond(const std::string& subject, const std::string& bank_reference);
  /// Newest first, at most `limit`, older than receipt id `before`. Empty `states`: all. `odd`: also lines that wait to
  /// be seen; only they when `states` is empty.
  std::vector<Receipt> List(const std::vector<ReceiptState>& states, const std::optional<std::string>& before,
                            std::size_t limit, bool odd = false);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
