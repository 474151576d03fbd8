#include "payments/store/ledger_store.hpp"

#include "payments/domain/names.hpp"

namespace payments {
namespace {

constexpr std::string_view kInsertEntry = "INSERT INTO ledger_entries (id, kind, subject, at) VALUES (?, ?, ?, ?)";
constexpr std::string_view kInsertPosting =
    "INSERT INTO ledger_postings (entry_id, line, account, amount_vnd) VALUES (?, ?, ?, ?)";
constexpr std::string_view kMoveBalance = R"sql(
  INSERT INTO ledger_balances (account, balance_vnd, postings) VALUES (?, ?, 1)
  ON DUPLICATE KEY UPDATE balance_vnd = balance_vnd + VALUES(balance_vnd), postings = postings + 1)sql";
constexpr std::string_view kAccounts = "SELECT account, balance_vnd, postings FROM ledger_balances ORDER BY account";
constexpr std::string_view kBalance = "SELECT balance_vnd FROM ledger_balances WHERE account = ?";
constexpr std::string_view kEntries = R"sql(
  SELECT e.id, e.kind, e.subject, e.at, p.account, p.amount_vnd
  FROM (SELECT id, kind, subject, at FROM ledger_entries WHERE id < ? ORDER BY id DESC LIMIT ?) e
  JOIN ledger_postings p ON p.entry_id = e.id ORDER BY e.id DESC, p.line)sql";
constexpr std::string_view kEntriesOfAccount = R"sql(
  SELECT e.id, e.kind, e.subject, e.at, p.account, p.amount_vnd
  FROM (SELECT DISTINCT entry_id FROM ledger_postings WHERE account = ? AND entry_id < ? ORDER BY entry_id DESC LIMIT ?) x
  JOIN ledger_entries e ON e.id = x.entry_id
  JOIN ledger_postings p ON p.entry_id = e.id ORDER BY e.id DESC, p.line)sql";

/// Each answers rows (what row, stored, recomputed) that differ.
struct Check {
  std::string_view what, query;
};
constexpr Check kChecks[] = {
    {"entry does not sum to zero", R"sql(
      SELECT e.id, 0, CAST(COALESCE(SUM(p.amount_vnd), -1) AS SIGNED) FROM ledger_entries e LEFT JOIN ledger_postings p ON p.entry_id = e.id
      GROUP BY e.id HAVING COUNT(p.entry_id) < 2 OR SUM(p.amount_vnd) <> 0)sql"},
    {"posting without an entry", R"sql(
      SELECT p.entry_id, p.amount_vnd, 0 FROM ledger_postings p LEFT JOIN ledger_entries e ON e.id = p.entry_id WHERE e.id IS NULL)sql"},
    {"balance differs from its postings", R"sql(
      SELECT b.account, b.balance_vnd, CAST(COALESCE(s.total, 0) AS SIGNED) FROM ledger_balances b
      LEFT JOIN (SELECT account, SUM(amount_vnd) total, COUNT(*) postings FROM ledger_postings GROUP BY account) s ON s.account = b.account
      WHERE b.balance_vnd <> COALESCE(s.total, 0) OR b.postings <> COALESCE(s.postings, 0))sql"},
    {"account without a balance", R"sql(
      SELECT p.account, 0, CAST(SUM(p.amount_vnd) AS SIGNED) FROM ledger_postings p LEFT JOIN ledger_balances b ON b.account = p.account
      WHERE b.account IS NULL GROUP BY p.account)sql"},
    {"balances do not sum to zero", R"sql(
      SELECT 'ledger_balances', 0, CAST(SUM(balance_vnd) AS SIGNED) FROM ledger_balances HAVING SUM(balance_vnd) <> 0)sql"},
    {"deposits differ from the intents'", R"sql(
      SELECT 'buyer_deposits', COALESCE(-(SELECT balance_vnd FROM ledger_balances WHERE account = 'buyer_deposits'), 0) AS booked,
        CAST(COALESCE(SUM(received_vnd - settled_vnd - refund_due_vnd - refunded_vnd), 0) AS SIGNED) AS held FROM intents HAVING booked <> held)sql"},
    {"refunds owed differ from the intents'", R"sql(
      SELECT 'refunds_payable', COALESCE(-(SELECT balance_vnd FROM ledger_balances WHERE account = 'refunds_payable'), 0) AS booked,
        CAST(COALESCE(SUM(refund_due_vnd), 0) AS SIGNED) AS owed FROM intents HAVING booked <> owed)sql"},
    {"order does not add up", R"sql(
      SELECT order_id, total_vnd, commission_vnd + commission_tax_vnd + net_vnd + freight_vnd FROM order_money
      WHERE total_vnd <> goods_vnd + freight_vnd OR goods_vnd <> commission_vnd + commission_tax_vnd + net_vnd)sql"},
    {"settled order was credited another net than agreed", R"sql(
      SELECT o.order_id, o.net_vnd, COALESCE(-p.amount_vnd, 0) FROM order_money o
      JOIN ledger_entries e ON e.kind = 'order-settled' AND e.subject = o.order_id
      LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.account = CONCAT('seller_payable:', o.party_id)
      WHERE o.net_vnd <> COALESCE(-p.amount_vnd, 0))sql"},
    {"settled order without an entry", R"sql(
      SELECT o.order_id, o.total_vnd, 0 FROM order_money o LEFT JOIN ledger_entries e ON e.kind = 'order-settled' AND e.subject = o.order_id
      WHERE o.state = 'settled' AND o.total_vnd <> 0 AND e.id IS NULL)sql"},
    {"bank line was booked with another amount", R"sql(
      SELECT r.id, r.amount_vnd, CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED) AS booked FROM receipts r
      LEFT JOIN ledger_entries e ON e.kind = 'receipt' AND e.subject = r.id
      LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.account = 'bank:market'
      WHERE r.state <> 'outgoing' GROUP BY r.id, r.amount_vnd HAVING r.amount_vnd <> booked)sql"},
};

}  // namespace

void LedgerStore::Post(const Entry& entry, keel::Instant at) {
  const auto id = EntryId::New(at);
  session_.Execute(kInsertEntry, {id.text(), NameOf(kEntryKindNames, entry.kind()), entry.subject(), at});
  int line = 0;
  for (const auto& posting : entry.postings())
    session_.Execute(kInsertPosting, {id.text(), line++, posting.account.name(), posting.amount});
  // By account name, as Entry keeps them: two entries at once lock the balances in one order.
  for (const auto& posting : entry.postings()) session_.Execute(kMoveBalance, {posting.account.name(), posting.amount});
}

std::vector<AccountRow> LedgerStore::Accounts() {
  std::vector<AccountRow> accounts;
  for (auto rows = session_.Query(kAccounts); rows.Next();)
    accounts.push_back({rows.Text(0), rows.Dong(1), rows.Int(2)});
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
      entries.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.At(3), {}});
    entries.back().lines.push_back({rows.Text(4), rows.Dong(5)});
  }
  return entries;
}

std::vector<Discrepancy> LedgerStore::Verify() {
  std::vector<Discrepancy> found;
  for (const auto& check : kChecks)
    for (auto rows = session_.Query(check.query); rows.Next();)
      found.push_back({std::string(check.what), rows.Text(0), rows.Dong(1), rows.Dong(2)});
  return found;
}

}  // namespace payments
