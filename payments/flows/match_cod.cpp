#include "payments/flows/match_cod.hpp"

#include <algorithm>
#include <set>

#include "keel/metrics/metrics.hpp"
#include "payments/domain/cod_statement.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/store/ledger_store.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/receipt_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

constexpr std::size_t kShown = 200;

/// Carriage may differ by a rounding without a person looking at it.
constexpr auto kFeeTolerance = keel::Money::Vnd(2'000);

/// What is wrong with a line now. `seen`: orders that lines before it named.
Finding Judge(keel::sql::Session& session, const RemittanceLineRow& line, const std::string& carrier, bool readable,
              std::set<std::string>& seen, std::optional<keel::Money>* expected) {
  StatementRow row{line.reference, readable ? std::optional(line.collected) : std::nullopt,
                   line.fee_said ? std::optional(line.fee) : std::nullopt};
  CodFacts facts;
  if (line.order) {
    facts.order = OrderMoneyStore(session).Lock(*line.order);
    facts.reported = CodStore(session).Reported(*line.order);
    facts.seen = !seen.insert(line.order->text()).second;
  }
  if (facts.order && expected != nullptr) *expected = facts.order->cash;
  return Examine(row, facts, carrier, kFeeTolerance);
}

bool Closes(const RemittanceLineRow& line) {
  return line.order && (line.finding == Finding::kNone || line.resolution == "accepted");
}

/// Wrong lines that may still be taken as they are: the order's cash is open with this carrier.
bool MayAccept(Finding finding) {
  return finding == Finding::kAmountDiffers || finding == Finding::kCollectedDiffers || finding == Finding::kFeeDiffers;
}

keel::Result<RemittanceRow> LockReceived(CodStore& store, const RemittanceId& id) {
  auto remittance = store.Lock(id);
  if (remittance && remittance->state != "received")
    return keel::Error{keel::Kind::kConflict, "remittance-matched", "That statement was matched already."};
  return remittance;
}

/// A line that an operator booked as this carrier's before there was a statement.
bool BookedWithoutStatement(const Receipt& receipt, const std::string& carrier) {
  return receipt.state == ReceiptState::kRemittance && receipt.finding == LineFinding{FoundAs::kFromCarrier, carrier};
}

/// The statement says better which orders that money was for, and what of it the carrier kept: what was booked goes
/// back to where it stood, and the oldest orders, which were taken for paid over, are so no more. Once for a line:
/// afterwards it is its statement's.
keel::Result<keel::Done> TakeBack(keel::sql::Session& session, const Receipt& receipt, const std::string& carrier,
                                  keel::Instant now) {
  const auto account = Account::CodReceivable(carrier);
  TransferStore(session).LockBalance(account.name());
  const auto booked_at = LedgerStore(session).BookedAt(EntryKind::kCodRemitted, receipt.id.text());
  OrderMoneyStore orders(session);
  if (booked_at)
    for (auto& order : orders.LockRemittedAt(carrier, *booked_at)) {
      order.remitted_at.reset();
      if (auto saved = orders.Save(order); !saved) return saved;
    }
  Book(session,
       Entry::Make(EntryKind::kRemittanceUndone, receipt.id.text(),
                   {{account, receipt.line.amount}, {Account::UnmatchedReceipts(), Negated(receipt.line.amount)}}),
       now);
  return keel::Done{};
}

/// Looks at every line once more, closes what is right and books the statement.
keel::Result<TakenRemittance> Close(keel::sql::Session& session, const Desk& desk, RemittanceRow remittance,
                                    keel::Money bank) {
  CodStore store(session);
  OrderMoneyStore orders(session);
  const auto now = desk.clock.Now();
  auto lines = store.LinesOf(remittance.id);
  std::set<std::string> seen;
  std::vector<RemittedLine> closing;
  for (auto& line : lines) {
    const auto finding = Judge(session, line, remittance.carrier, line.finding != Finding::kUnreadable, seen, nullptr);
    if (finding != line.finding && !(line.resolution == "accepted" && MayAccept(finding))) {
      line.finding = finding;
      store.SetFinding(line.id, finding);
    }
    if (!Closes(line)) continue;
    auto order = orders.Lock(*line.order);
    if (!order || order->remitted_at) continue;
    order->remitted_at = now;
    if (auto saved = orders.Save(*order); !saved) return saved.error();
    closing.push_back({*order});
  }
  const bool ours = bank != keel::Money();
  Book(session,
       RemittanceEntry(remittance.id.text(), remittance.carrier, bank, ours ? remittance.fee : keel::Money(), closing),
       now);
  remittance.state = "matched";
  remittance.matched_at = now;
  if (auto saved = store.Save(remittance); !saved) return saved.error();
  keel::metrics::Add("payments_cod_lines_closed_total", remittance.carrier, double(closing.size()));
  auto row = store.Find(remittance.id);
  if (!row) return row.error();
  return TakenRemittance{std::move(*row), store.LinesOf(remittance.id)};
}

}  // namespace

keel::Result<TakenRemittance> TakeRemittance(keel::sql::Transaction& transaction, const Desk& desk,
                                             const std::string& carrier, const std::string& statement,
                                             const std::string& csv, const std::string& by) {
  const auto rows = ReadCodStatement(csv);
  if (!rows) return rows.error();
  auto& session = transaction.session();
  CodStore store(session);
  const auto now = desk.clock.Now();
  RemittanceRow remittance{.id = RemittanceId::New(now),
                           .carrier = carrier,
                           .statement = statement,
                           .state = "received",
                           .taken_at = now,
                           .by_account = by};
  std::vector<RemittanceLineRow> lines;
  std::set<std::string> seen;
  for (const auto& row : *rows) {
    RemittanceLineRow line{.id = RemittanceLineId::New(now),
                           .remittance = remittance.id,
                           .line = std::int64_t(row.line),
                           .tracking = row.tracking,
                           .reference = row.reference,
                           .collected = row.collected.value_or(keel::Money()),
                           .fee = row.fee.value_or(keel::Money()),
                           .fee_said = row.fee.has_value()};
    for (const auto& name : OrderNamesIn(line.reference))
      if (line.order = store.OrderOf(name); line.order) break;
    line.finding = Judge(session, line, carrier, row.readable, seen, &line.expected);
    remittance.collected = Sum(remittance.collected, line.collected);
    remittance.fee = Sum(remittance.fee, line.fee);
    lines.push_back(std::move(line));
  }
  if (!store.Add(remittance))
    return keel::Error{keel::Kind::kConflict, "remittance-known", "That statement was taken before.", statement};
  for (const auto& line : lines) {
    store.AddLine(line);
    if (line.finding != Finding::kNone)
      keel::metrics::Add("payments_cod_findings_total", NameOf(kFindingNames, line.finding));
  }
  auto row = store.Find(remittance.id);
  if (!row) return row.error();
  return TakenRemittance{std::move(*row), store.LinesOf(remittance.id)};
}

keel::Result<TakenRemittance> MatchStatement(keel::sql::Transaction& transaction, const Desk& desk,
                                             const RemittanceId& id, const ReceiptId& receipt_id,
                                             bool accept_difference) {
  auto& session = transaction.session();
  CodStore store(session);
  auto remittance = LockReceived(store, id);
  if (!remittance) return remittance.error();
  ReceiptStore receipts(session);
  auto receipt = receipts.Lock(receipt_id);
  if (!receipt) return receipt.error();
  const bool booked = BookedWithoutStatement(*receipt, remittance->carrier);
  if (receipt->state != ReceiptState::kUnmatched && !booked)
    return keel::Error{keel::Kind::kConflict, "receipt-not-unmatched", "This receipt was dealt with already."};
  if (receipt->holder != LineHolder::kMarket)
    return keel::Error{keel::Kind::kConflict, "receipt-of-another-account",
                       "This money did not come to the market's account.", receipt->line.account};
  const auto says = Difference(remittance->collected, remittance->fee);
  remittance->difference = Difference(receipt->line.amount, says);
  if (remittance->difference != keel::Money() && !accept_difference)
    return keel::Error{keel::Kind::kConflict, "remittance-differs",
                       "The bank line brings another sum than the statement.",
                       std::to_string(remittance->difference.dong())};
  if (booked)
    if (auto back = TakeBack(session, *receipt, remittance->carrier, desk.clock.Now()); !back) return back.error();
  remittance->receipt = receipt_id;
  receipt->state = ReceiptState::kRemittance;
  receipt->finding = {FoundAs::kFromCarrier, remittance->carrier + " " + remittance->statement};
  if (auto saved = receipts.Save(*receipt); !saved) return saved.error();
  return Close(session, desk, std::move(*remittance), receipt->line.amount);
}

keel::Result<TakenRemittance> CloseWithSellers(keel::sql::Transaction& transaction, const Desk& desk,
                                               const RemittanceId& id) {
  auto& session = transaction.session();
  CodStore store(session);
  auto remittance = LockReceived(store, id);
  if (!remittance) return remittance.error();
  OrderMoneyStore orders(session);
  for (const auto& line : store.LinesOf(id))
    if (line.order)
      if (const auto order = orders.Lock(*line.order); order && order->custody == Custody::kHeld)
        return keel::Error{keel::Kind::kConflict, "remittance-is-ours",
                           "Some of that cash is to be paid to the market."};
  return Close(session, desk, std::move(*remittance), {});
}

keel::Result<RemittanceLineRow> DecideLine(keel::sql::Transaction& transaction, const Desk& desk,
                                           const RemittanceLineId& id, bool accept, const std::string& note) {
  auto& session = transaction.session();
  CodStore store(session);
  auto line = store.LockLine(id);
  if (!line) return line;
  if (line->finding == Finding::kNone || !line->resolution.empty())
    return keel::Error{keel::Kind::kConflict, "remittance-line-decided", "There is nothing to decide about that line."};
  const auto now = desk.clock.Now();
  if (accept) {
    if (!line->order || !MayAccept(line->finding))
      return keel::Error{keel::Kind::kConflict, "remittance-line-not-closable",
                         "No order whose cash is open with this carrier stands behind that line."};
    const auto remittance = store.Lock(line->remittance);
    if (!remittance) return remittance.error();
    if (remittance->state == "matched") {
      OrderMoneyStore orders(session);
      auto order = orders.Lock(*line->order);
      if (!order || order->remitted_at || order->cash == keel::Money())
        return keel::Error{keel::Kind::kConflict, "remittance-line-not-closable",
                           "No order whose cash is open with this carrier stands behind that line."};
      order->remitted_at = now;
      if (auto saved = orders.Save(*order); !saved) return saved.error();
      Book(session, AcceptLineEntry(id, *order), now);
    }
  }
  store.Resolve(id, accept ? "accepted" : "refused", note, now);
  return store.LockLine(id);
}

std::vector<RemittanceRow> Remittances(const Desk& desk, const std::optional<std::string>& before, std::size_t limit) {
  return CodStore(*desk.pool.Take()).List(before, limit);
}

keel::Result<TakenRemittance> OneRemittance(const Desk& desk, const RemittanceId& id,
                                            const std::optional<std::string>& after, std::size_t limit) {
  const auto session = desk.pool.Take();
  CodStore store(*session);
  auto row = store.Find(id);
  if (!row) return row.error();
  return TakenRemittance{std::move(*row), store.LinesOf(id, after, limit)};
}

std::vector<RemittanceLineRow> OpenFindings(const Desk& desk) {
  return CodStore(*desk.pool.Take()).OpenFindings(kShown);
}

std::vector<AgeRow> CodAgeing(const Desk& desk) {
  const auto now = desk.clock.Now();
  return CodStore(*desk.pool.Take()).Ageing(now, now - desk.cod_remitted_after);
}

std::vector<AgingOrder> OverdueCod(const Desk& desk, const std::string& carrier) {
  return CodStore(*desk.pool.Take()).Unremitted(carrier, desk.clock.Now() - desk.cod_remitted_after, kShown);
}

}  // namespace payments
