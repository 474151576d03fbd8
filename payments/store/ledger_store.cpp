#include "payments/store/ledger_store.hpp"

#include "payments/domain/names.hpp"
#include "payments/store/ledger_checks.hpp"

namespace payments {
namespace {

constexpr std::string_view kInsertEntry =
    "INSERT INTO ledger_entries (id, kind, subject, at, period, late_of) VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::string_view kClosedThrough = "SELECT closed_through FROM ledger_gate WHERE id = 1 LOCK IN SHARE MODE";
constexpr std::string_view kCloseGate = "UPDATE ledger_gate SET closed_through = ? WHERE id = 1 AND closed_through < ?";
constexpr std::string_view kClosePeriod = R"sql(
  INSERT INTO ledger_periods (period, closed_at, by_account, entries, turnover_vnd)
  SELECT ?, ?, ?, (SELECT COUNT(*) FROM ledger_entries WHERE period = ?),
    (SELECT CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED) FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
     WHERE e.period = ? AND p.amount_vnd > 0))sql";
constexpr std::string_view kPeriods = R"sql(
  SELECT x.period, COUNT(DISTINCT x.id), COUNT(DISTINCT IF(x.late_of IS NULL, NULL, x.id)),
    CAST(COALESCE(SUM(IF(p.amount_vnd > 0, p.amount_vnd, 0)), 0) AS SIGNED),
    (SELECT MIN(l.closed_at) FROM ledger_periods l WHERE l.period >= x.period)
  FROM ledger_entries x LEFT JOIN ledger_postings p ON p.entry_id = x.id GROUP BY x.period ORDER BY x.period DESC LIMIT 60)sql";
constexpr std::string_view kInsertPosting =
    "INSERT INTO ledger_postings (entry_id, line, account, amount_vnd) VALUES (?, ?, ?, ?)";
constexpr std::string_view kMoveBalance = R"sql(
  INSERT INTO ledger_balances (account, balance_vnd, postings) VALUES (?, ?, 1)
  ON DUPLICATE KEY UPDATE balance_vnd = balance_vnd + VALUES(balance_vnd), postings = postings + 1)sql";
constexpr std::string_view kAccounts = R"sql(
  SELECT b.account, b.balance_vnd, b.postings, IF(b.account LIKE 'refunds\_to\_recover:%',
    COALESCE((SELECT GROUP_CONCAT(o.code ORDER BY o.code SEPARATOR ', ') FROM order_money o WHERE o.intent_id = SUBSTRING(b.account, 20)), ''), '')
  FROM ledger_balances b ORDER BY b.account)sql";
constexpr std::string_view kBookedAt = "SELECT at FROM ledger_entries WHERE kind = ? AND subject = ?";
constexpr std::string_view kBalance = "SELECT balance_vnd FROM ledger_balances WHERE account = ?";
constexpr std::string_view kEntries = R"sql(
  SELECT e.id, e.kind, e.subject, e.at, p.account, p.amount_vnd, e.period, e.late_of
  FROM (SELECT id, kind, subject, at, period, late_of FROM ledger_entries WHERE id < ? ORDER BY id DESC LIMIT ?) e
  JOIN ledger_postings p ON p.entry_id = e.id ORDER BY e.id DESC, p.line)sql";
constexpr std::string_view kEntriesOfAccount = R"sql(
  SELECT e.id, e.kind, e.subject, e.at, p.account, p.amount_vnd, e.period, e.late_of
  FROM (SELECT DISTINCT entry_id FROM ledger_postings WHERE account = ? AND entry_id < ? ORDER BY entry_id DESC LIMIT ?) x
  JOIN ledger_entries e ON e.id = x.entry_id
  JOIN ledger_postings p ON p.entry_id = e.id ORDER BY e.id DESC, p.line)sql";

}  // namespace

void LedgerStore::Post(const Entry& entry, keel::Instant at) {
  const auto id = EntryId::New(at);
  const auto own = Month::Of(at), period = PeriodFor(at);
  session_.Execute(kInsertEntry, {id.text(), NameOf(kEntryKindNames, entry.kind()), entry.subject(), at, period.text(),
                                  period == own ? std::nullopt : std::optional(own.text())});
  int line = 0;
  for (const auto& posting : entry.postings())
    session_.Execute(kInsertPosting, {id.text(), line++, posting.account.name(), posting.amount});
  // By account name, as Entry keeps them: two entries at once lock the balances in one order.
  for (const auto& posting : entry.postings()) session_.Execute(kMoveBalance, {posting.account.name(), posting.amount});
}

Month LedgerStore::PeriodFor(keel::Instant at) {
  auto rows = session_.Query(kClosedThrough);
  const auto own = Month::Of(at);
  if (!rows.Next() || own.text() > rows.Text(0)) return own;
  return Month::FromRow(rows.Text(0)).Next();
}

keel::Result<keel::Done> LedgerStore::Close(const Month& month, const std::string& by, keel::Instant at) {
  if (session_.Execute(kCloseGate, {month.text(), month.text()}) == 0)
    return keel::Error{keel::Kind::kConflict, "period-closed", "That month is closed already.", month.text()};
  session_.Execute(kClosePeriod, {month.text(), at, by, month.text(), month.text()});
  return keel::Done{};
}

std::vector<LedgerStore::PeriodRow> LedgerStore::Periods() {
  std::vector<PeriodRow> periods;
  for (auto rows = session_.Query(kPeriods); rows.Next();)
    periods.push_back({rows.Text(0), rows.Int(1), rows.Int(2), rows.Dong(3), rows.MaybeAt(4)});
  return periods;
}

std::optional<keel::Instant> LedgerStore::BookedAt(EntryKind kind, const std::string& subject) {
  auto rows = session_.Query(kBookedAt, {NameOf(kEntryKindNames, kind), subject});
  return rows.Next() ? std::optional(rows.At(0)) : std::nullopt;
}

std::vector<AccountRow> LedgerStore::Accounts() {
  std::vector<AccountRow> accounts;
  for (auto rows = session_.Query(kAccounts); rows.Next();)
    accounts.push_back({rows.Text(0), rows.Dong(1), rows.Int(2), rows.Text(3)});
  return accounts;
}

keel::Money LedgerStore::Balance(const Account& account) {
  auto rows = session_.Query(kBalance, {account.name()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

std::vector<EntryRow> LedgerStore::Entries(const std::string& account, const std::optional<std::string>& before,
                                           std::size_t limit) {
  const std::string end = before.value_or("ent_~");
  auto rows = account.empty() ? session_.Query(kEntries, {end, limit})
                              : session_.Query(kEntriesOfAccount, {account, end, limit});
  std::vector<EntryRow> entries;
  while (rows.Next()) {
    if (entries.empty() || entries.back().id != rows.Text(0))
      entries.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.At(3), rows.Text(6), rows.TextOr(7, ""), {}});
    entries.back().lines.push_back({rows.Text(4), rows.Dong(5)});
  }
  return entries;
}

std::vector<Discrepancy> LedgerStore::Verify() {
  std::vector<Discrepancy> found;
  for (const auto& check : LedgerChecks())
    for (auto rows = session_.Query(check.query); rows.Next();)
      found.push_back({std::string(check.what), rows.Text(0), rows.Dong(1), rows.Dong(2)});
  return found;
}

}  // namespace payments
