#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// Parties and money as sellers', cooperatives' and the office's pages see them. Free functions over the
/// Askers of accounts and payments; safe from several threads. Callers carry the person's token.
namespace storefront::backends {

struct PartyWish {
  std::string kind, name, province_code, commune_code, hamlet;
};
struct Party {
  std::string id, kind, name, province_name, commune_name, hamlet, status;
  bool is_sample = false;
  keel::Instant created_at{};
  std::string suspend_reason;  ///< Empty unless it is suspended.
};
/// Of one's own, or for operators.
Got<Party> FindParty(const Asker& accounts, const Caller& caller, const std::string& party_id);
/// Needs caller.idempotency_key. The caller becomes its owner; fresh tokens name the new membership.
Got<Party> MakeParty(const Asker& accounts, const Caller& caller, const PartyWish& wish);
Got<Listing<Party>> ListParties(const Asker& accounts, const Caller& caller, const std::string& status,
                                const std::string& words, const std::string& cursor);
/// `deed`: verify, suspend (then with a reason) or restore.
Got<Nothing> MoveParty(const Asker& accounts, const Caller& caller, const std::string& party_id,
                       const std::string& deed, const std::string& reason);

struct Held {
  std::string by;  ///< "market", "dispute", "buyer", "carrier ghn" …
  keel::Money amount;
  keel::Instant expected_on{};
  bool has_date = false;
};
struct MoneyLine {
  std::string order_id, order_code, state, method;
  keel::Money goods, commission, commission_tax, vat, pit, net;
  keel::Instant at{};
};
/// An order whose return or dispute is not over: its money waits.
struct OnHold {
  std::string order_id, order_code, why;
  keel::Money amount;
  keel::Instant since{};
};
/// A transfer straight to the seller, of which he has something to say.
struct DirectSale {
  std::string order_id, order_code, reference;
  keel::Money awaited, owed_back;
};
/// A payout that came back; the market pays nothing to that account until it is corrected.
struct RefusedPayout {
  std::string id, reason, bank_name, account_masked;
  keel::Money amount;
  keel::Instant at{};
};
struct PartyMoney {
  std::vector<Held> held;
  std::vector<OnHold> on_hold;
  std::vector<DirectSale> direct;
  keel::Money owed, paid_out, repaid;
  bool in_doubt = false;  ///< A transfer to the seller waits for the office to clear it; nothing is paid meanwhile.
  RefusedPayout refused;  ///< `id` empty: none.
  std::vector<MoneyLine> recent;
};
/// The seller has the order's money; or sent it back. Need caller.idempotency_key.
Got<Nothing> SayReceived(const Asker& payments, const Caller& caller, const std::string& order_id);
Got<Nothing> SayGivenBack(const Asker& payments, const Caller& caller, const std::string& order_id,
                          const std::string& bank_reference);
Got<PartyMoney> MoneyOf(const Asker& payments, const Caller& caller, const std::string& party_id);

struct ReceiptChoice {
  std::string intent_id, reference;
  keel::Money amount;
};
struct Receipt {
  std::string id, state, content, bank, bank_reference, holder, finding, about, account;
  keel::Money amount, refundable;
  bool by_gateway = false;  ///< Came through a payment provider and not through our bank.
  keel::Instant at{};
  std::vector<ReceiptChoice> suggestions;
};
Got<Listing<Receipt>> ReceiptsIn(const Asker& payments, const Caller& caller, const std::string& state,
                                 const std::string& cursor);
Got<Nothing> MatchReceipt(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                          const std::string& intent_id);
/// For the payment with this reference, as a person typed it.
Got<Nothing> MatchReference(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                            const std::string& reference);
/// A provider paid over what payers paid it, and kept `fee`.
Got<Nothing> MatchPayover(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                          const std::string& provider, keel::Money fee);
/// Sent back; `bank_reference`: the number of our transfer.
Got<Nothing> ReturnReceipt(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                           const std::string& bank_reference);

/// What makes up for a difference between a carrier's statements and its money.
Got<Nothing> MatchDifference(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                             const std::string& carrier);
/// A transfer that the bank told of and nobody booked: nothing more goes to whom it was for.
struct ToldTransfer {
  std::string id, kind, owner_name, reference, state, bank_reference;
  keel::Money amount;
  keel::Instant told_at{};
};
Got<std::vector<ToldTransfer>> ToldTransfers(const Asker& payments, const Caller& caller);
/// `decision`: "sent" or "set-aside".
Got<Nothing> DecideTold(const Asker& payments, const Caller& caller, const std::string& id,
                        const std::string& bank_reference, const std::string& decision);

struct LedgerAccount {
  std::string account, party_name, order_codes;  ///< Whose it is: a seller's name, or what its buyer bought.
  keel::Money balance;
};
struct Ledger {
  std::vector<LedgerAccount> accounts;
  keel::Money sum;  ///< Always 0 in a sound ledger.
};
Got<Ledger> LedgerAccounts(const Asker& payments, const Caller& caller);

}  // namespace storefront::backends
