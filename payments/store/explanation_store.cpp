#include "payments/store/explanation_store.hpp"

#include "keel/sql/duplicate.hpp"
#include "payments/domain/names.hpp"

namespace payments {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO bank_explanations (id, receipt_id, meaning, whose, entry_id, amount_vnd, reason, by_account, at, stands)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kOf = R"sql(
  SELECT id, receipt_id, meaning, whose, entry_id, amount_vnd, reason, by_account, at FROM bank_explanations
  WHERE receipt_id = ? AND stands = 1)sql";
constexpr std::string_view kUndo =
    "UPDATE bank_explanations SET stands = NULL, undone_by = ?, undone_why = ?, undone_at = ? WHERE id = ? AND stands "
    "= 1";
// A line of one transfer too many is open until somebody decides it, and stays without an entry where he set it aside.
constexpr std::string_view kNotExplained = R"sql(
  SELECT r.id FROM receipts r WHERE r.state = 'outgoing' AND r.provider = 'vietqr' AND r.id < ?
    AND NOT EXISTS (SELECT 1 FROM bank_explanations x WHERE x.receipt_id = r.id AND x.stands = 1)
    AND r.holder = 'market' AND (r.finding IN ('', 'amount-differs') OR (r.finding = 'told-differently' AND r.to_see = 1)
      OR (r.finding = 'second-transfer' AND r.to_see = 0 AND EXISTS (SELECT 1 FROM told_transfers t WHERE t.subject = r.about AND t.kind = 'sent'
        AND t.decision = 'set-aside' AND (t.bank_reference = r.bank_reference COLLATE utf8mb4_nopad_bin OR t.bank_reference = r.bank_id COLLATE utf8mb4_nopad_bin))))
  ORDER BY r.id DESC LIMIT ?)sql";
constexpr std::string_view kExplained =
    "SELECT receipt_id FROM bank_explanations WHERE stands = 1 AND receipt_id < ? ORDER BY receipt_id DESC LIMIT ?";
// What goes out by our own references finds its line by itself; the second of two transfers is its first one's line.
#define PAYMENTS_WAITING_JOINS                                                                                     \
  "FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.account = 'bank:market' "               \
  "LEFT JOIN payouts y ON y.id = e.subject LEFT JOIN refunds f ON f.id = e.subject "                               \
  "LEFT JOIN tax_payments m ON m.period = e.subject AND e.kind = 'tax-paid' "                                      \
  "LEFT JOIN receipts r ON r.id = e.subject "                                                                      \
  "WHERE e.kind IN ('payout-paid', 'refund-paid', 'receipt-returned', 'tax-paid') AND p.amount_vnd = ? "           \
  "AND NOT EXISTS (SELECT 1 FROM bank_explanations x WHERE x.entry_id = e.id AND x.stands = 1) "                   \
  "AND NOT EXISTS (SELECT 1 FROM told_transfers t WHERE t.subject = e.subject AND t.kind = 'line') "               \
  "AND NOT EXISTS (SELECT 1 FROM told_transfers t WHERE t.owner = COALESCE(y.party_id, f.intent_id) AND t.kind = " \
  "'sent' AND t.decision = 'sent' AND t.subject <> e.subject AND t.bank_reference = COALESCE(y.bank_reference, "   \
  "f.bank_reference)) "
constexpr std::string_view kWaiting =
    "SELECT e.id, e.kind, e.subject, -p.amount_vnd, e.at, IF(? <> '' AND ? = COALESCE(y.bank_reference, "
    "f.bank_reference, m.bank_reference, r.about), 1, 0) AS same " PAYMENTS_WAITING_JOINS
    "ORDER BY same DESC, e.id DESC LIMIT ?";
constexpr std::string_view kIsWaiting = "SELECT 1 " PAYMENTS_WAITING_JOINS "AND e.id = ?";
#undef PAYMENTS_WAITING_JOINS

constexpr std::string_view kPaper = R"sql(
  SELECT CONCAT_WS(' · ', COALESCE(y.reference, b.reference), NULLIF(COALESCE(y.bank_reference, b.bank_reference, f.bank_reference, r.about), '')),
    COALESCE((SELECT n.name FROM party_names n WHERE n.party_id = y.party_id),
      (SELECT GROUP_CONCAT(o.code ORDER BY o.code SEPARATOR ', ') FROM order_money o WHERE o.intent_id = COALESCE(b.intent_id, f.intent_id, r.intent_id)), '')
  FROM (SELECT 1) one LEFT JOIN payouts y ON y.id = ? LEFT JOIN bank_refunds b ON b.id = ? LEFT JOIN refunds f ON f.id = ?
  LEFT JOIN receipts r ON r.id = ? AND r.state = 'returned')sql";

std::vector<ReceiptId> Ids(keel::sql::Rows rows) {
  std::vector<ReceiptId> ids;
  while (rows.Next()) ids.push_back(ReceiptId::FromRow(rows.Text(0)));
  return ids;
}

}  // namespace

keel::Result<keel::Done> ExplanationStore::Add(const Explanation& explanation) {
  const auto entry = explanation.entry ? std::optional(explanation.entry->text()) : std::nullopt;
  try {
    session_.Execute(
        kAdd, {explanation.id.text(), explanation.receipt.text(), NameOf(kMeaningNames, explanation.meaning),
               explanation.whose, entry, explanation.amount, explanation.reason, explanation.by, explanation.at});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_bank_explanations_entry")) throw;
    return keel::Error{keel::Kind::kConflict, "entry-not-waiting", "That entry has its line, or another amount."};
  }
  return keel::Done{};
}

std::optional<Explanation> ExplanationStore::Of(const ReceiptId& receipt) {
  auto rows = session_.Query(kOf, {receipt.text()});
  if (!rows.Next()) return std::nullopt;
  const auto entry = rows.MaybeText(4);
  return Explanation{.id = ExplanationId::FromRow(rows.Text(0)),
                     .receipt = ReceiptId::FromRow(rows.Text(1)),
                     .meaning = FromName<Meaning>(kMeaningNames, rows.Text(2)),
                     .whose = rows.Text(3),
                     .entry = entry ? std::optional(EntryId::FromRow(*entry)) : std::nullopt,
                     .amount = rows.Dong(5),
                     .reason = rows.Text(6),
                     .by = rows.Text(7),
                     .at = rows.At(8)};
}

void ExplanationStore::Undo(const ExplanationId& id, const std::string& by, const std::string& why, keel::Instant at) {
  session_.Execute(kUndo, {by, why, at, id.text()});
}

std::vector<ReceiptId> ExplanationStore::NotExplained(const std::optional<std::string>& before, std::size_t limit) {
  return Ids(session_.Query(kNotExplained, {before.value_or("rcp_~"), limit}));
}

std::vector<ReceiptId> ExplanationStore::Explained(const std::optional<std::string>& before, std::size_t limit) {
  return Ids(session_.Query(kExplained, {before.value_or("rcp_~"), limit}));
}

std::vector<WaitingEntry> ExplanationStore::Waiting(keel::Money amount, const std::string& number, std::size_t limit) {
  std::vector<WaitingEntry> waiting;
  for (auto rows = session_.Query(kWaiting, {number, number, Negated(amount), limit}); rows.Next();)
    waiting.push_back(
        {EntryId::FromRow(rows.Text(0)), rows.Text(1), rows.Text(2), rows.Dong(3), rows.At(4), rows.Flag(5)});
  return waiting;
}

OnPaper ExplanationStore::PaperOf(const std::string& subject) {
  auto rows = session_.Query(kPaper, {subject, subject, subject, subject});
  return rows.Next() ? OnPaper{rows.Text(0), rows.Text(1)} : OnPaper();
}

bool ExplanationStore::IsWaiting(const EntryId& entry, keel::Money amount) {
  return session_.Query(kIsWaiting, {Negated(amount), entry.text()}).Next();
}

}  // namespace payments
