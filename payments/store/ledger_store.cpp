#include "payments/store/ledger_store.hpp"

#include "payments/domain/names.hpp"

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
constexpr std::string_view kAccounts = "SELECT account, balance_vnd, postings FROM ledger_balances ORDER BY account";
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

/// What the frozen rates of a line leave of a price, as NetOf reckons it.
#define PAYMENTS_NET_OF(price)                                                             \
  price " - (" price " * basis_points + 5000) DIV 10000 - ((" price                        \
        " * basis_points + 5000) DIV 10000 * tax_basis_points + 5000) DIV 10000 - (" price \
        " * vat_basis_points + 5000) DIV 10000 - (" price " * pit_basis_points + 5000) DIV 10000"

/// What the entries of each order, and of its changes, put to each account in all; liabilities above zero.
#define PAYMENTS_BOOKED_BY_ORDER                                                                                       \
  "( "                                                                                                                 \
  "SELECT x.order_id, SUM(IF(p.account LIKE 'seller\\_payable:%', -p.amount_vnd, 0)) AS seller, SUM(IF(p.account = "   \
  "'commission_revenue', -p.amount_vnd, 0)) AS commission, "                                                           \
  "SUM(IF(p.account = 'commission_vat', -p.amount_vnd, 0)) AS commission_tax, SUM(IF(p.account = 'vat_withheld', "     \
  "-p.amount_vnd, 0)) AS vat, "                                                                                        \
  "SUM(IF(p.account = 'pit_withheld', -p.amount_vnd, 0)) AS pit "                                                      \
  "FROM (SELECT id, subject AS order_id FROM ledger_entries WHERE kind IN ('order-settled', 'order-returned', "        \
  "'order-cancelled') "                                                                                                \
  "UNION ALL SELECT e.id, a.order_id FROM ledger_entries e JOIN order_adjustments a ON a.id = e.subject WHERE e.kind " \
  "IN ('order-amended', 'order-adjusted')) x "                                                                         \
  "JOIN ledger_postings p ON p.entry_id = x.id GROUP BY x.order_id) "

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
      SELECT order_id, total_vnd, commission_vnd + commission_tax_vnd + vat_vnd + pit_vnd + post_vnd + net_vnd + freight_vnd FROM order_money
      WHERE total_vnd <> goods_vnd + freight_vnd OR goods_vnd <> commission_vnd + commission_tax_vnd + vat_vnd + pit_vnd + post_vnd + net_vnd)sql"},
    {"order differs from the sum of its lines", R"sql(
      SELECT o.order_id, o.net_vnd + o.post_vnd, CAST(SUM(c.net_vnd) AS SIGNED) FROM order_money o JOIN order_commission c ON c.order_id = o.order_id
      GROUP BY o.order_id HAVING SUM(c.net_vnd) <> MAX(o.net_vnd + o.post_vnd) OR SUM(c.price_vnd) <> MAX(o.goods_vnd) OR SUM(c.commission_vnd) <> MAX(o.commission_vnd)
        OR SUM(c.commission_tax_vnd) <> MAX(o.commission_tax_vnd) OR SUM(c.vat_vnd) <> MAX(o.vat_vnd) OR SUM(c.pit_vnd) <> MAX(o.pit_vnd))sql"},
    {"line is not what its frozen rates make of its price",
     R"sql(
      SELECT CONCAT(order_id, '/', line), net_vnd, )sql" PAYMENTS_NET_OF(
         "(base_vnd + price_vnd)") " - (" PAYMENTS_NET_OF("base_vnd") R"sql() AS made FROM order_commission
      WHERE price_vnd >= 0 HAVING made <> net_vnd)sql"},
    {"order's seller's part in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', IF(o.custody = 'held', o.net_vnd, -(o.commission_vnd + o.commission_tax_vnd)), 0) AS SIGNED) AS expected, CAST(COALESCE(b.seller, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's commission in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.commission_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.commission, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's tax on the commission in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.commission_tax_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.commission_tax, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's withheld VAT in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.vat_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.vat, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's withheld income tax in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.pit_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.pit, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"seller's account differs from the items of its statement", R"sql(
      SELECT i.order_id, CAST(SUM(i.amount_vnd) AS SIGNED) AS items, CAST(COALESCE(MAX(b.seller), 0) AS SIGNED) AS booked FROM seller_items i
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = i.order_id WHERE i.kind <> 'earlier-payout'
      GROUP BY i.order_id HAVING items <> booked)sql"},
    {"tax lines differ from the tax withheld for the order",
     R"sql(
      SELECT t.order_id, CAST(SUM(t.vat_vnd + t.pit_vnd) AS SIGNED) AS declared, CAST(COALESCE(MAX(b.vat + b.pit), 0) AS SIGNED) AS booked FROM tax_lines t
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER
     R"sql( b ON b.order_id = t.order_id GROUP BY t.order_id HAVING declared <> booked)sql"},
    {"payout differs from the sum of its lines", R"sql(
      SELECT p.id, p.amount_vnd, CAST(SUM(l.amount_vnd) AS SIGNED) AS summed FROM payouts p JOIN payout_lines l ON l.payout_id = p.id
      GROUP BY p.id, p.amount_vnd HAVING summed <> p.amount_vnd)sql"},
    {"item's paid part differs from its payouts", R"sql(
      SELECT CONCAT(i.order_id, '/', i.id), i.paid_vnd, CAST(COALESCE(SUM(l.amount_vnd), 0) AS SIGNED) AS paid FROM seller_items i
      LEFT JOIN (SELECT pl.item_id, pl.amount_vnd FROM payout_lines pl JOIN payouts p ON p.id = pl.payout_id WHERE p.state <> 'bounced') l ON l.item_id = i.id
      GROUP BY i.id HAVING paid <> i.paid_vnd)sql"},
    {"seller is owed something else than the items not paid", R"sql(
      SELECT b.account, -b.balance_vnd AS booked, CAST(COALESCE(i.rest, 0) + COALESCE(p.prepared, 0) AS SIGNED) AS items FROM ledger_balances b
      LEFT JOIN (SELECT party_id, SUM(amount_vnd - paid_vnd) AS rest FROM seller_items GROUP BY party_id) i ON i.party_id = SUBSTRING(b.account, 16)
      LEFT JOIN (SELECT party_id, SUM(amount_vnd) AS prepared FROM payouts WHERE state = 'prepared' GROUP BY party_id) p ON p.party_id = SUBSTRING(b.account, 16)
      WHERE b.account LIKE 'seller\_payable:%' HAVING booked <> items)sql"},
    {"withheld VAT differs from the tax lines less what was paid", R"sql(
      SELECT 'vat_withheld', -COALESCE((SELECT balance_vnd FROM ledger_balances WHERE account = 'vat_withheld'), 0) AS booked,
        CAST((SELECT COALESCE(SUM(vat_vnd), 0) FROM tax_lines) - (SELECT COALESCE(SUM(vat_vnd), 0) FROM tax_payments) AS SIGNED) AS withheld
      HAVING booked <> withheld)sql"},
    {"withheld income tax differs from the tax lines less what was paid", R"sql(
      SELECT 'pit_withheld', -COALESCE((SELECT balance_vnd FROM ledger_balances WHERE account = 'pit_withheld'), 0) AS booked,
        CAST((SELECT COALESCE(SUM(pit_vnd), 0) FROM tax_lines) - (SELECT COALESCE(SUM(pit_vnd), 0) FROM tax_payments) AS SIGNED) AS withheld
      HAVING booked <> withheld)sql"},
    {"entries of a closed month changed after it was closed", R"sql(
      SELECT l.period, l.entries, (SELECT COUNT(*) FROM ledger_entries e WHERE e.period = l.period) AS found FROM ledger_periods l HAVING found <> entries)sql"},
    {"settled order without an entry", R"sql(
      SELECT o.order_id, o.total_vnd, 0 FROM order_money o LEFT JOIN ledger_entries e ON e.kind = 'order-settled' AND e.subject = o.order_id
      WHERE o.state = 'settled' AND o.total_vnd <> 0 AND e.id IS NULL)sql"},
    {"bank line was booked with another amount", R"sql(
      SELECT r.id, r.amount_vnd, CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED) AS booked FROM receipts r
      LEFT JOIN ledger_entries e ON e.kind = 'receipt' AND e.subject = r.id
      LEFT JOIN ledger_postings p ON p.entry_id = e.id AND (p.account = 'bank:market' OR p.account LIKE 'gateway:%'
        OR (r.provider = 'seller' AND p.account LIKE 'memo\_with\_seller:%'))
      WHERE r.state <> 'outgoing' GROUP BY r.id, r.amount_vnd HAVING r.amount_vnd <> booked)sql"},
};

#undef PAYMENTS_BOOKED_BY_ORDER
#undef PAYMENTS_NET_OF

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
      entries.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.At(3), rows.Text(6), rows.TextOr(7, ""), {}});
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
