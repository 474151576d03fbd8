#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "payments/domain/gateway.hpp"
#include "payments/domain/intent.hpp"

/// A way of paying, as the rest of payments sees it.
namespace payments {

/// A message from a provider or bank, as it came.
struct Webhook {
  std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
  std::string_view raw_body;                                ///< Of a GET: the query as it came, without '?'.
  keel::Instant received_at{};                              ///< By the market's clock.
  /// By the machine's clock. The two differ only where a demo or a test moves the market's: senders outside know
  /// nothing of that, so a signature may be fresh by either.
  keel::Instant machine_time{};
};

/// One line of our bank account.
struct BankLine {
  std::string bank_id;  ///< The sender's own number of the line: unique for ever.
  std::string bank;     ///< "Vietcombank"
  std::string account;  ///< Ours, as the bank writes it.
  std::string content;  ///< What the bank made of the payer's memo.
  std::string bank_reference;
  bool incoming = true;
  keel::Money amount;                                ///< Above zero.
  keel::Instant at{};                                ///< By the bank's clock.
  std::string feed;                                  ///< Which service told of it; empty: the house's own.
  bool probe = false;                                ///< A feed's test call: to be answered, not to be booked.
  std::string payer_bin, payer_account, payer_name;  ///< Whose account it came from, where the bank tells.
  std::string virtual_account = {};  ///< The number payers were shown for `account`, where the bank has such.
  /// The field of it that nobody can read, in a message whose other lines can be: `content` is the line as it came, its
  /// amount nothing. Kept for a person, never booked.
  std::string unreadable = {};
};

/// The line is one of this account: named so by the feed, whole or by its virtual number. A feed that names no account
/// tells of the only one it was linked to.
bool IsOfAccount(const BankLine& line, std::string_view account);

/// Where a payer is to send money.
struct PayTo {
  std::string bank_bin, bank_name, account, holder;
  std::string qr_payload;  ///< EMVCo text for `remaining`, with the reference as memo.
};

/// What one payment of a kind may come to; nothing where the provider says nothing.
struct AmountBounds {
  std::optional<keel::Money> least, most;
  bool Hold(keel::Money amount) const { return (!least || amount >= *least) && (!most || amount <= *most); }
};

/// One folder under providers/ implements it; tests/contract/payments runs one suite over all that the registry names.
/// Implementations hold configuration only: safe from several threads.
class Provider {
 public:
  virtual ~Provider() = default;
  /// Short lower-case name used in tables, addresses and events: "vietqr".
  virtual std::string_view code() const = 0;
  /// This market has what it takes to be paid so. What is not offered is known all the same: an order that names it
  /// runs out unpaid instead of stopping everybody's.
  virtual bool Offered() const { return true; }
  /// An intent outside of them cannot be paid so: such a purchase is not offered it.
  virtual AmountBounds Bounds() const { return {}; }
  /// How the payer is sent to a provider over the network; null where nobody outside is asked.
  virtual const Gateway* gateway() const { return nullptr; }
  /// The order waits for the money, which is announced with payment.secured. False: the money comes at the door.
  virtual bool PaidBeforeShipping() const = 0;
  /// When an intent made at `now` runs out; empty: never.
  virtual std::optional<keel::Instant> ExpiresAt(keel::Instant now) const = 0;
  /// The reference payers give, or empty. Always the same for the same intent.
  virtual std::string Reference(const IntentId& intent) const = 0;
  /// How the payer pays what remains of it; empty where nothing can be sent (cash, or not open). Makes no calls.
  virtual std::optional<PayTo> HowToPay(const Intent& intent) const = 0;
  /// The same to another account than the market's: `account` says which. Empty where payers do not transfer.
  virtual std::optional<PayTo> HowToPayTo(const Intent&, const PayTo&) const { return std::nullopt; }
  /// References of this market inside a line's text, in order.
  virtual std::vector<std::string> References(const BankLine& line) const = 0;
  /// Verifies the signature over the raw body before reading a byte of it. Makes no calls.
  /// Errors: kUnauthenticated "webhook-forged" (no or wrong signature), "webhook-stale" (signed too long ago or ahead),
  /// kInvalid "webhook-unreadable" (signed and not understood), kNotFound "webhook-unknown" (this way of paying has
  /// none).
  virtual keel::Result<BankLine> ReadWebhook(const Webhook& webhook) const = 0;
  /// The same for another service that tells of our account's lines, in its own shape, several at once.
  /// Errors: those of ReadWebhook; kNotFound "webhook-unknown" for a feed this market does not use.
  virtual keel::Result<std::vector<BankLine>> ReadFeed(std::string_view, const Webhook&) const {
    return keel::Error{keel::Kind::kNotFound, "webhook-unknown", "This way of paying has no such feed."};
  }
  /// A line of the market's own account: feeds tell of every account that is linked to them.
  virtual bool IsOurs(const BankLine&) const { return true; }
  /// The bank's statement of our account, for ways of paying without a gateway (a gateway has ReadDayFile).
  /// Errors: kInvalid "day-file-unreadable".
  virtual keel::Result<std::vector<DayLine>> ReadStatement(std::string_view) const {
    return keel::Error{keel::Kind::kInvalid, "day-file-unreadable", "This way of paying has no such file.", "1"};
  }
};

/// The ways of paying this market was started with. Immutable.
class Providers {
 public:
  explicit Providers(std::vector<std::unique_ptr<Provider>> all) : all_(std::move(all)) {}
  /// Null when there is none of that name.
  const Provider* Find(std::string_view code) const {
    for (const auto& provider : all_)
      if (provider->code() == code) return provider.get();
    return nullptr;
  }
  const std::vector<std::unique_ptr<Provider>>& all() const { return all_; }

 private:
  std::vector<std::unique_ptr<Provider>> all_;
};

}  // namespace payments
