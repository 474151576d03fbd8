#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

/// Notes that say whose account a line was told of, where it is not the market's. Kept and shown, and not in our books:
/// we never had the money.
inline constexpr std::string_view kAnotherAccountNote = "another-account";
/// In a direct market: the seller's, for an order of his own.
inline constexpr std::string_view kToSellerNote = "to-seller";

/// How the note of a line begins that left the account, names a transfer of ours and confirms nothing: somebody looks.
/// And once somebody did.
inline constexpr std::string_view kLookNote = "look ", kSeenNote = "seen ";

/// And of one that came in and brought a transfer of ours back: what it names is bounced, and says so in the books.
inline constexpr std::string_view kCameBackNote = "came-back ";

struct Receipt {
  ReceiptId id;
  std::string provider;
  BankLine line;
  keel::Instant received_at{};
  ReceiptState state = ReceiptState::kUnmatched;
  std::optional<IntentId> intent;
  keel::Money refundable;  ///< The part of it that is owed back and not yet sent.
  std::string note;        ///< Why it is where it is, for operators.
  std::int64_t version = 1;

  bool OfAnotherAccount() const { return note.starts_with(kAnotherAccountNote); }
  bool NeedsLook() const { return note.starts_with(kLookNote); }
  bool WentToSeller() const { return provider == "seller" || note == kToSellerNote; }
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
  /// Newest first, at most `limit`, older than receipt id `before`. Empty `states`: all. `odd`: also lines that left
  /// the account, name a transfer of ours and confirm nothing; only they when `states` is empty.
  std::vector<Receipt> List(const std::vector<ReceiptState>& states, const std::optional<std::string>& before,
                            std::size_t limit, bool odd = false);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
