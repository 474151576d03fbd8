#include "payments/store/told_transfer_store.hpp"

namespace payments {
namespace {

#define PAYMENTS_TOLD_COLUMNS "SELECT subject, bank_reference, owner, amount_vnd, told_at FROM told_transfers "
constexpr std::string_view kAdd =
    "INSERT IGNORE INTO told_transfers (subject, kind, bank_reference, owner, amount_vnd, told_at, decision, "
    "decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, '', NULL)";
constexpr std::string_view kDecisionOf =
    "SELECT decision FROM told_transfers WHERE subject = ? AND kind = 'sent' AND bank_reference = ?";
constexpr std::string_view kLineOf =
    "SELECT bank_reference FROM told_transfers WHERE subject = ? AND kind = ? ORDER BY told_at, bank_reference LIMIT 1";
constexpr std::string_view kLinesOf =
    "SELECT bank_reference FROM told_transfers WHERE subject = ? AND kind = 'line' ORDER BY told_at, bank_reference";
constexpr std::string_view kOthers =
    "SELECT COUNT(*) FROM told_transfers WHERE subject = ? AND kind = 'sent' AND decision <> 'set-aside'";
constexpr std::string_view kLockOldest = PAYMENTS_TOLD_COLUMNS
    "WHERE subject = ? AND kind = 'sent' AND decision = '' ORDER BY told_at, bank_reference LIMIT 1 FOR UPDATE";
constexpr std::string_view kLockOne =
    PAYMENTS_TOLD_COLUMNS "WHERE subject = ? AND kind = 'sent' AND bank_reference = ? AND decision = '' FOR UPDATE";
constexpr std::string_view kDecide =
    "UPDATE told_transfers SET decision = ?, decided_by = ?, decided_at = ? WHERE subject = ? AND kind = 'sent' AND "
    "bank_reference = ?";
constexpr std::string_view kAnyOpen = "SELECT 1 FROM told_transfers WHERE owner = ? AND decision = '' LIMIT 1";
constexpr std::string_view kOpen = R"sql(
  SELECT t.subject, t.bank_reference, t.owner, t.amount_vnd, t.told_at, COALESCE(n.name, ''), COALESCE(y.reference, b.reference, ''),
    COALESCE(y.state, b.state, '')
  FROM told_transfers t LEFT JOIN party_names n ON n.party_id = t.owner LEFT JOIN payouts y ON y.id = t.subject
  LEFT JOIN bank_refunds b ON b.id = t.subject WHERE t.decision = '' ORDER BY t.told_at, t.subject LIMIT ?)sql";
#undef PAYMENTS_TOLD_COLUMNS

ToldTransfer Read(const keel::sql::Rows& row) {
  return {row.Text(0), row.Text(1), row.Text(2), row.Dong(3), row.At(4)};
}

}  // namespace

bool ToldTransferStore::AddSent(const ToldTransfer& told) {
  return session_.Execute(kAdd,
                          {told.subject, "sent", told.bank_reference, told.owner, told.amount, told.told_at, ""}) > 0;
}

void ToldTransferStore::AddLine(const ToldTransfer& told, std::string_view kind) {
  session_.Execute(kAdd, {told.subject, kind, told.bank_reference, told.owner, told.amount, told.told_at, "booked"});
}

std::optional<std::string> ToldTransferStore::DecisionOf(const std::string& subject,
                                                         const std::string& bank_reference) {
  auto rows = session_.Query(kDecisionOf, {subject, bank_reference});
  return rows.Next() ? std::optional(rows.Text(0)) : std::nullopt;
}

std::optional<std::string> ToldTransferStore::LineOf(const std::string& subject, std::string_view kind) {
  auto rows = session_.Query(kLineOf, {subject, kind});
  return rows.Next() ? std::optional(rows.Text(0)) : std::nullopt;
}

std::vector<std::string> ToldTransferStore::LinesOf(const std::string& subject) {
  std::vector<std::string> lines;
  for (auto rows = session_.Query(kLinesOf, {subject}); rows.Next();) lines.push_back(rows.Text(0));
  return lines;
}

std::size_t ToldTransferStore::Others(const std::string& subject) {
  auto rows = session_.Query(kOthers, {subject});
  return rows.Next() ? std::size_t(rows.Int(0)) : 0;
}

std::optional<ToldTransfer> ToldTransferStore::LockOpen(const std::string& subject) {
  auto rows = session_.Query(kLockOldest, {subject});
  return rows.Next() ? std::optional(Read(rows)) : std::nullopt;
}

std::optional<ToldTransfer> ToldTransferStore::LockOpen(const std::string& subject, const std::string& bank_reference) {
  auto rows = session_.Query(kLockOne, {subject, bank_reference});
  return rows.Next() ? std::optional(Read(rows)) : std::nullopt;
}

void ToldTransferStore::Decide(const ToldTransfer& told, std::string_view decision, const std::string& by,
                               keel::Instant at) {
  session_.Execute(kDecide, {decision, by, at, told.subject, told.bank_reference});
}

bool ToldTransferStore::AnyOpen(const std::string& owner) {
  return session_.Query(kAnyOpen, {owner}).Next();
}

std::vector<ToldTransfer> ToldTransferStore::Open(std::size_t limit) {
  std::vector<ToldTransfer> open;
  for (auto rows = session_.Query(kOpen, {limit}); rows.Next();) {
    auto told = Read(rows);
    told.owner_name = rows.Text(5);
    told.reference = rows.Text(6);
    told.state = rows.Text(7);
    open.push_back(std::move(told));
  }
  return open;
}

}  // namespace payments
