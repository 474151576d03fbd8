#include "payments/flows/explain_line.hpp"

#include <algorithm>

#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/write_off.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/seller_store.hpp"
#include "payments/store/told_transfer_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

using keel::Money;

constexpr std::size_t kSuggested = 5;

keel::Error Explained() {
  return {keel::Kind::kConflict, "line-explained", "This line was dealt with already."};
}

/// A transfer of ours is its own explanation; one too many is decided first, and explained where nobody booked it.
keel::Result<keel::Done> MayExplainOutgoing(keel::sql::Session& session, const Receipt& receipt) {
  const auto& [as, subject] = receipt.finding;
  if (as == FoundAs::kNothing || as == FoundAs::kAmountDiffers || (as == FoundAs::kToldDifferently && receipt.to_see))
    return keel::Done{};
  if (as != FoundAs::kSecondTransfer) return Explained();
  ToldTransferStore told(session);
  if (told.LockOpen(subject))
    return keel::Error{keel::Kind::kConflict, "transfer-in-doubt", "The bank told of a transfer that is not booked."};
  for (const auto& number : {receipt.line.bank_reference, receipt.line.bank_id})
    if (told.DecisionOf(subject, number).value_or("") == "set-aside") return keel::Done{};
  return Explained();
}

keel::Result<Receipt> LockToExplain(keel::sql::Session& session, const ReceiptId& id, const MeaningRule& rule) {
  auto receipt = ReceiptStore(session).Lock(id);
  if (!receipt) return receipt;
  if (receipt->holder != LineHolder::kMarket)
    return keel::Error{keel::Kind::kConflict, "receipt-of-another-account", "This line is not of the market's account.",
                       receipt->line.account};
  if (ExplanationStore(session).Of(id)) return Explained();
  if (receipt->line.incoming != rule.incoming)
    return keel::Error{keel::Kind::kConflict, "meaning-wrong-way",
                       "Money that came in is not what money that left can be, nor the other way round."};
  if (rule.incoming && receipt->state != ReceiptState::kUnmatched) return Explained();
  if (!rule.incoming)
    if (auto may = MayExplainOutgoing(session, *receipt); !may) return may.error();
  return receipt;
}

/// What the market itself has: earned, and put in by its owner, less what both cost.
Money OwnMoney(LedgerStore& ledger) {
  Money own;
  for (const auto& account : ledger.Accounts())
    if (IsOwn(NatureOf(account.account))) own = Difference(own, account.balance);
  return own;
}

/// How much the line may be of that: what is owed to whom it names, or by whom.
Money MostOf(keel::sql::Session& session, const MeaningRule& rule, const Explain& what) {
  LedgerStore ledger(session);
  const auto account = AccountOf(rule.meaning, what.whose);
  TransferStore(session).LockBalance(account.name());
  if (rule.meaning == Meaning::kOwnerOut) return std::max(Money(), OwnMoney(ledger));
  if (rule.meaning == Meaning::kRefundRepaid) return GiveableBack(session, IntentId::FromRow(what.whose));
  const auto balance = ledger.Balance(account);
  return std::max(Money(), rule.incoming ? balance : Negated(balance));
}

/// A repayment stands on the seller's statement, with each order that it pays back, the oldest first.
void AddRepayment(keel::sql::Session& session, const Explanation& explanation) {
  SellerStore sellers(session);
  const auto party = PartyId::FromRow(explanation.whose);
  auto rest = explanation.amount;
  for (const auto& owed : sellers.OwedByOrder(party)) {
    const auto part = std::min(rest, owed.amount);
    if (part <= Money()) break;
    rest = Difference(rest, part);
    sellers.Add({.party = party,
                 .order = owed.order,
                 .kind = std::string(kRepaymentItem),
                 .subject = explanation.id.text(),
                 .amount = part,
                 .at = explanation.at,
                 .ready_at = explanation.at});
  }
  if (rest != Money()) throw std::logic_error("repayment: no order of " + explanation.whose + " owes that");
}

void TakeRepaymentBack(keel::sql::Session& session, const Explanation& explanation, keel::Instant now) {
  SellerStore sellers(session);
  for (auto item : sellers.OfSubject(kRepaymentItem, explanation.id.text())) {
    item.kind = kRepaymentUndoneItem;
    item.amount = Negated(item.amount);
    item.at = item.ready_at = now;
    sellers.Add(item);
  }
}

keel::Result<keel::Done> Keep(keel::sql::Session& session, Receipt& receipt, const Explanation& explanation) {
  if (auto added = ExplanationStore(session).Add(explanation); !added) return added;
  if (receipt.line.incoming) receipt.state = ReceiptState::kExplained;
  receipt.to_see = false;
  return ReceiptStore(session).Save(receipt);
}

Explanation Made(const Receipt& receipt, const Explain& what, const std::string& by, keel::Instant now) {
  return {.id = ExplanationId::New(now),
          .receipt = receipt.id,
          .meaning = what.meaning,
          .whose = what.whose,
          .entry = what.entry,
          .amount = receipt.line.amount,
          .reason = what.reason,
          .by = by,
          .at = now};
}

std::vector<ReceiptView> Views(keel::sql::Session& session, const std::vector<ReceiptId>& ids) {
  ReceiptStore receipts(session);
  ExplanationStore explanations(session);
  std::vector<ReceiptView> views;
  for (const auto& id : ids)
    if (auto receipt = receipts.Find(id))
      views.push_back({.receipt = std::move(*receipt), .explanation = explanations.Of(id)});
  return views;
}

}  // namespace

keel::Result<Receipt> ExplainLine(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                  const Explain& what, const std::string& by) {
  auto& session = transaction.session();
  const auto& rule = RuleOf(what.meaning);
  auto receipt = LockToExplain(session, id, rule);
  if (!receipt) return receipt;
  if (rule.names == Names::kCarrier && AccountOf(what.meaning, what.whose) == AccountOf(what.meaning, "") &&
      what.whose != "unassigned")
    return keel::Error{keel::Kind::kInvalid, "carrier-unknown", "There is no such carrier.", what.whose};
  if (rule.names == Names::kEntry &&
      (!what.entry || !ExplanationStore(session).IsWaiting(*what.entry, receipt->line.amount)))
    return keel::Error{keel::Kind::kConflict, "entry-not-waiting", "That entry has its line, or another amount."};
  if (rule.most == Most::kNever || (rule.most == Most::kUnlessSure && !what.sure)) {
    const auto most = MostOf(session, rule, what);
    if (receipt->line.amount > most)
      return keel::Error{keel::Kind::kConflict, rule.too_large, "That is more than stands there.",
                         std::to_string(most.dong())};
  }
  const auto now = desk.clock.Now();
  const auto explanation = Made(*receipt, what, by, now);
  if (auto kept = Keep(session, *receipt, explanation); !kept) return kept.error();
  if (what.meaning == Meaning::kSellerRepaid) AddRepayment(session, explanation);
  if (what.meaning == Meaning::kRefundRepaid)
    ReopenFor(session, desk, IntentId::FromRow(what.whose), explanation.amount, by);
  if (what.meaning != Meaning::kBooked)
    Book(session, ExplainEntry(explanation.id, what.meaning, what.whose, explanation.amount), now);
  return receipt;
}

keel::Result<Receipt> UndoExplanation(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                      const std::string& why, const std::string& by) {
  auto& session = transaction.session();
  auto receipt = ReceiptStore(session).Lock(id);
  if (!receipt) return receipt;
  ExplanationStore store(session);
  const auto explanation = store.Of(id);
  if (!explanation) return keel::Error{keel::Kind::kConflict, "line-not-explained", "Nobody explained this line."};
  const auto now = desk.clock.Now();
  store.Undo(explanation->id, by, why, now);
  if (receipt->line.incoming) receipt->state = ReceiptState::kUnmatched;
  // A second amount under one number counts as left only while it waits to be seen, or is explained.
  receipt->to_see = !receipt->line.incoming && receipt->finding.as == FoundAs::kToldDifferently;
  if (auto saved = ReceiptStore(session).Save(*receipt); !saved) return saved.error();
  if (explanation->meaning == Meaning::kSellerRepaid) {
    TransferStore(session).LockBalance(AccountOf(explanation->meaning, explanation->whose).name());
    TakeRepaymentBack(session, *explanation, now);
  }
  if (explanation->meaning != Meaning::kBooked)
    Book(session, UndoEntry(explanation->id, explanation->meaning, explanation->whose, explanation->amount), now);
  return receipt;
}

keel::Result<bool> FindBooked(keel::sql::Session& session, const Desk& desk, Receipt& receipt) {
  const auto& number = receipt.line.bank_reference;
  if (number.empty()) return false;
  auto waiting = ExplanationStore(session).Waiting(receipt.line.amount, number, 2);
  std::erase_if(waiting, [](const WaitingEntry& entry) { return !entry.same_number; });
  if (waiting.size() != 1) return false;
  const Explain booked{.meaning = Meaning::kBooked, .entry = waiting.front().id};
  const auto kept = Keep(session, receipt, Made(receipt, booked, std::string(kByItself), desk.clock.Now()));
  if (!kept && kept.error().code == "entry-not-waiting") return false;  // Another line was quicker.
  if (!kept) return kept.error();
  return true;
}

std::vector<ReceiptView> LinesToExplain(const Desk& desk, const std::optional<std::string>& before, std::size_t limit) {
  const auto session = desk.pool.Take();
  ExplanationStore store(*session);
  auto views = Views(*session, store.NotExplained(before, limit));
  for (auto& view : views) {
    view.bookings = store.Waiting(view.receipt.line.amount, view.receipt.line.bank_reference, kSuggested);
    for (auto& booking : view.bookings) booking.paper = store.PaperOf(booking.subject);
  }
  return views;
}

std::vector<ReceiptView> LinesExplained(const Desk& desk, const std::optional<std::string>& before, std::size_t limit) {
  const auto session = desk.pool.Take();
  return Views(*session, ExplanationStore(*session).Explained(before, limit));
}

}  // namespace payments
