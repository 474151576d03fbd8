#include "payments/flows/take_receipt.hpp"

#include <algorithm>
#include <set>

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/memo.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/explain_line.hpp"
#include "payments/flows/read_lines.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/store/direct_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/payee_store.hpp"
#include "payments/store/receipt_store.hpp"

namespace payments {
namespace {

/// The one intent that the line names, locked. None, or several that exist: nobody can tell, `as` says which.
std::optional<Intent> IntentOf(IntentStore& intents, const Provider& provider, const BankLine& line, FoundAs& as) {
  std::optional<Intent> found;
  auto references = provider.References(line);
  as = references.empty() ? FoundAs::kNoReference : FoundAs::kReferenceUnknown;
  std::ranges::sort(references);
  for (const auto& reference : references) {
    auto intent = intents.LockByReference(reference);
    if (!intent) continue;
    if (found) {
      as = FoundAs::kSeveralReferences;
      return std::nullopt;
    }
    found = std::move(intent);
  }
  if (found) as = FoundAs::kNothing;
  return found;
}

/// Without a reference: the one payment of the orders whose codes stand in the line. What is paid at a provider may be
/// paid by a transfer all the same, and is then paid; what is paid at the door waits for a person.
std::optional<Intent> IntentOfCodes(keel::sql::Session& session, const Desk& desk, const BankLine& line, FoundAs& as) {
  OrderMoneyStore orders(session);
  std::set<std::string> named;
  for (const auto& code : FindOrderCodes(line.content))
    if (const auto intent = orders.IntentOfCode(code)) named.insert(intent->text());
  if (named.empty()) return std::nullopt;
  as = FoundAs::kSeveralOrders;
  if (named.size() > 1) return std::nullopt;
  auto intent = IntentStore(session).Lock(IntentId::FromRow(*named.begin()));
  if (!intent) return std::nullopt;
  const auto* provider = desk.providers.Find(intent->method);
  as = FoundAs::kNamesCashOrder;
  if (provider == nullptr || !provider->PaidBeforeShipping()) return std::nullopt;
  // Who gave the buyer a reference waits for a transfer; the others were to be paid at a wallet.
  as = intent->reference.empty() ? FoundAs::kPaidByHand : FoundAs::kByOrderCode;
  return std::move(*intent);
}

/// In a direct market payers are shown the seller's account: a line of it pays what goes to that seller, if to anybody.
bool IsOfPayee(keel::sql::Session& session, const Desk& desk, const Intent& intent, const BankLine& line) {
  const auto seller = DirectStore(session).PayeeOf(intent.id);
  if (!seller) return false;
  const auto payee = PayeeStore(session).Find(*seller, desk.seal);
  return payee && IsOfAccount(line, payee->account);
}

/// The payment a credit is for, and the account it came in on. Empty: the receipt says why.
struct Meant {
  std::optional<Intent> intent;
  Account into = Account::BankMarket();
};
Meant MeantBy(keel::sql::Session& session, const Desk& desk, const Provider& provider, Receipt& receipt) {
  const auto& line = receipt.line;
  const bool ours = provider.IsOurs(line);
  if (!ours && desk.mode != LegalMode::kDirect) {
    receipt.holder = LineHolder::kAnother;
    return {};
  }
  IntentStore intents(session);
  auto& as = receipt.finding.as;
  Meant meant{IntentOf(intents, provider, line, as)};
  if (!meant.intent && as != FoundAs::kSeveralReferences) meant.intent = IntentOfCodes(session, desk, line, as);
  if (ours) return meant;
  if (!meant.intent || !IsOfPayee(session, desk, *meant.intent, line)) {
    receipt.holder = LineHolder::kAnother;
    return {};
  }
  receipt.holder = LineHolder::kSeller;
  meant.into = Account::MemoWithSeller(DirectStore(session).PayeeOf(meant.intent->id)->text());
  return meant;
}

/// Another amount under a number that we have: perhaps the bank's mistake, perhaps another line. Kept beside the first,
/// unmatched, for a person to see; once for each amount.
keel::Result<keel::Done> KeepDiffering(keel::sql::Transaction& transaction, const Desk& desk, const Provider& provider,
                                       const Receipt& known, Receipt differing) {
  constexpr std::size_t kHead = 31, kHash = 32;
  auto& session = transaction.session();
  auto& line = differing.line;
  const auto hash =
      keel::crypto::Sha256Hex(line.bank_id + (line.incoming ? "\n" : "\n-") + std::to_string(line.amount.dong()));
  line.bank_id = keel::text::Ascii(line.bank_id).substr(0, kHead) + "#" + hash.substr(0, kHash);
  differing.finding = {FoundAs::kToldDifferently, known.id.text()};
  if (!provider.IsOurs(line)) differing.holder = LineHolder::kAnother;
  differing.to_see = !line.incoming && differing.holder == LineHolder::kMarket;
  if (!ReceiptStore(session).Add(differing)) return keel::Done{};
  keel::log::Warn("bank-line-told-differently", {{"receipt", known.id.text()}, {"amount", line.amount.dong()}});
  if (differing.state == ReceiptState::kUnmatched && differing.holder == LineHolder::kMarket)
    Book(session,
         Entry::Make(EntryKind::kReceipt, differing.id.text(),
                     {{Account::BankMarket(), line.amount}, {Account::UnmatchedReceipts(), Negated(line.amount)}}),
         desk.clock.Now());
  return keel::Done{};
}

/// Not booked, and among the receipts that need a look until an operator puts it away.
TakenReceipt KeepUnreadable(keel::sql::Session& session, Receipt receipt) {
  receipt.holder = LineHolder::kAnother;
  receipt.finding = {FoundAs::kUnreadable, receipt.line.unreadable};
  ReceiptStore receipts(session);
  if (receipts.Add(receipt)) {
    keel::log::Warn("bank-line-unreadable", {{"receipt", receipt.id.text()}, {"field", receipt.line.unreadable}});
    return {receipt.id, receipt.state, false};
  }
  const auto known = receipts.FindByBankId(receipt.provider, receipt.line.bank_id);
  return known ? TakenReceipt{known->id, known->state, true} : TakenReceipt{receipt.id, receipt.state, true};
}

/// A line that left: a transfer of ours, an entry made by hand before, or for an operator to say.
keel::Result<keel::Done> ReadOutgoing(keel::sql::Transaction& transaction, const Desk& desk, const Provider& provider,
                                      Receipt& receipt) {
  auto& session = transaction.session();
  if (provider.IsOurs(receipt.line)) {
    auto found = ConfirmByLine(transaction, desk, receipt.line);
    if (!found) return found.error();
    receipt.finding = std::move(*found);
    receipt.to_see = IsOdd(receipt.finding.as);
  } else {
    receipt.holder = LineHolder::kAnother;
  }
  if (receipt.holder == LineHolder::kMarket && receipt.finding.as == FoundAs::kNothing) {
    const auto booked = FindBooked(session, desk, receipt);
    if (!booked) return booked.error();
    return keel::Done{};
  }
  return ReceiptStore(session).Save(receipt);
}

keel::Result<TakenReceipt> Keep(keel::sql::Transaction& transaction, const Desk& desk, const Provider& provider,
                                const BankLine& line) {
  const auto now = desk.clock.Now();
  auto& session = transaction.session();
  ReceiptStore receipts(session);
  Receipt receipt{.id = ReceiptId::New(now),
                  .provider = std::string(provider.code()),
                  .line = line,
                  .received_at = now,
                  .state = line.incoming ? ReceiptState::kUnmatched : ReceiptState::kOutgoing};
  if (!line.unreadable.empty()) return KeepUnreadable(session, std::move(receipt));
  // Only lines we may book are claimed: money that goes from another account of the market to this one is told of on
  // both with one reference.
  const bool claims = provider.IsOurs(line) || desk.mode == LegalMode::kDirect;
  if (const auto told = claims ? receipts.ToldByAnotherFeed(receipt) : std::nullopt) {
    const auto known = receipts.Find(*told);
    if (!known) return keel::Error{keel::Kind::kRaced, "receipt-changed", "The receipt changed meanwhile."};
    return TakenReceipt{known->id, known->state, true};
  }
  // The line first: a second message with the same number waits here until this one is committed.
  if (!receipts.Add(receipt)) {
    const auto known = receipts.FindByBankId(receipt.provider, line.bank_id);
    if (!known) return keel::Error{keel::Kind::kRaced, "receipt-changed", "The receipt changed meanwhile."};
    if (known->line.amount != line.amount || known->line.incoming != line.incoming)
      if (auto kept = KeepDiffering(transaction, desk, provider, *known, std::move(receipt)); !kept)
        return kept.error();
    return TakenReceipt{known->id, known->state, true};
  }
  if (!line.incoming) {
    if (auto read = ReadOutgoing(transaction, desk, provider, receipt); !read) return read.error();
    return TakenReceipt{receipt.id, receipt.state, false};
  }

  if (provider.IsOurs(line)) {
    auto came_back = CameBackByLine(transaction, desk, line);
    if (!came_back) return came_back.error();
    if (came_back->as != FoundAs::kNothing) {
      receipt.state = ReceiptState::kReturned;
      receipt.finding = std::move(*came_back);
      if (auto saved = receipts.Save(receipt); !saved) return saved.error();
      return TakenReceipt{receipt.id, receipt.state, false};
    }
  }
  auto [intent, into] = MeantBy(session, desk, provider, receipt);
  if (intent) {
    NotePayersAccount(session, desk, *intent, line);
    if (auto applied = ApplyReceipt(transaction, receipt, *intent, EntryKind::kReceipt, into, now); !applied)
      return applied.error();
  } else {
    if (auto saved = receipts.Save(receipt); !saved) return saved.error();
    if (receipt.holder == LineHolder::kMarket)
      Book(session,
           Entry::Make(EntryKind::kReceipt, receipt.id.text(),
                       {{Account::BankMarket(), line.amount}, {Account::UnmatchedReceipts(), Negated(line.amount)}}),
           now);
    if (receipt.holder == LineHolder::kMarket)
      if (auto repaid = RepaidByLine(transaction, desk, receipt); !repaid) return repaid.error();
  }
  return TakenReceipt{receipt.id, receipt.state, false};
}

/// Keeps the message, and each of its lines; everything or nothing.
keel::Result<std::vector<TakenReceipt>> KeepAll(const Desk& desk, const Provider& provider, const Webhook& webhook,
                                                const keel::Result<std::vector<BankLine>>& lines) {
  if (!lines) keel::metrics::Add("payments_webhooks_refused_total", lines.error().code);
  // Only a signed message is kept: anybody can send the others.
  if (!lines && lines.error().code != "webhook-unreadable") return lines.error();

  const auto now = desk.clock.Now();
  const std::string name(provider.code());
  const auto digest = keel::crypto::Sha256Hex(webhook.raw_body);
  const auto sealed = desk.seal.Seal(webhook.raw_body, "payments.webhook");
  const auto taken = keel::sql::RunInTransaction(
      desk.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<std::vector<TakenReceipt>> {
        ReceiptStore(transaction.session()).KeepMessage(name, digest, sealed, now, lines ? "taken" : "unreadable");
        std::vector<TakenReceipt> all;
        if (!lines) return all;
        for (const auto& line : *lines) {
          if (line.probe) continue;
          auto kept = Keep(transaction, desk, provider, line);
          if (!kept) return kept.error();
          all.push_back(std::move(*kept));
        }
        return all;
      });
  if (!taken) return taken.error();
  if (!lines) {
    keel::log::Warn("webhook-unreadable", {{"provider", name}, {"digest", digest}, {"field", lines.error().argument}});
    return lines.error();
  }
  for (const auto& receipt : *taken) {
    const auto state = NameOf(kReceiptStateNames, receipt.state);
    if (!receipt.repeated) keel::log::Info("receipt-taken", {{"receipt", receipt.id.text()}, {"state", state}});
    keel::metrics::Add("payments_receipts_total", receipt.repeated ? "repeated" : state);
  }
  return taken;
}

}  // namespace

keel::Result<TakenReceipt> TakeReceipt(const Desk& desk, const Provider& provider, const Webhook& webhook) {
  const auto line = provider.ReadWebhook(webhook);
  const auto taken = KeepAll(desk, provider, webhook,
                             line ? keel::Result<std::vector<BankLine>>(std::vector{*line})
                                  : keel::Result<std::vector<BankLine>>(line.error()));
  if (!taken) return taken.error();
  return taken->front();
}

keel::Result<std::vector<TakenReceipt>> TakeFeed(const Desk& desk, const Provider& provider, std::string_view feed,
                                                 const Webhook& webhook) {
  return KeepAll(desk, provider, webhook, provider.ReadFeed(feed, webhook));
}

}  // namespace payments
