#include "payments/store/reconciliation_store.hpp"

#include "payments/domain/beginning.hpp"
#include "payments/domain/names.hpp"

namespace payments {
namespace {

constexpr std::string_view kPaidWithin = R"sql(
  SELECT content, bank_id, amount_vnd FROM receipts
  WHERE provider = ? AND state <> 'outgoing' AND holder <> 'another' AND happened_at >= ? AND happened_at < ? ORDER BY id)sql";
constexpr std::string_view kRefundedWithin = R"sql(
  SELECT our_key, number, amount_vnd FROM refund_jobs
  WHERE provider = ? AND state = 'done' AND done_at >= ? AND done_at < ? ORDER BY id)sql";
constexpr std::string_view kPaidNamed =
    "SELECT content, bank_id, amount_vnd FROM receipts WHERE provider = ? AND bank_id = ?";
constexpr std::string_view kRefundNamed =
    "SELECT our_key, number, amount_vnd FROM refund_jobs WHERE provider = ? AND our_key = ? AND state = 'done'";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO reconciliations (id, provider, day, digest, payments, paid_vnd, refunds, refunded_vnd, findings, by_account, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kAddLine = R"sql(
  INSERT INTO reconciliation_lines (reconciliation_id, line, fault, refund, our_key, number, theirs_vnd, ours_vnd, asked)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
#define PAYMENTS_RECONCILIATION_COLUMNS                                                                         \
  "SELECT id, provider, day, digest, payments, paid_vnd, refunds, refunded_vnd, findings, by_account, at FROM " \
  "reconciliations "
constexpr std::string_view kFind = PAYMENTS_RECONCILIATION_COLUMNS "WHERE id = ?";
constexpr std::string_view kList = PAYMENTS_RECONCILIATION_COLUMNS "WHERE id < ? ORDER BY id DESC LIMIT ?";
#undef PAYMENTS_RECONCILIATION_COLUMNS
constexpr std::string_view kLines = R"sql(
  SELECT fault, refund, our_key, number, theirs_vnd, ours_vnd, asked FROM reconciliation_lines
  WHERE reconciliation_id = ? ORDER BY line)sql";

OurLine ReadOurs(const keel::sql::Rows& row, bool refund, bool that_day) {
  return {refund, row.Text(0), row.Text(1), row.Dong(2), that_day};
}

Reconciliation Read(const keel::sql::Rows& row) {
  Reconciliation read{.id = ReconciliationId::FromRow(row.Text(0)),
                      .provider = row.Text(1),
                      .day = row.Text(2),
                      .digest = row.Text(3),
                      .by_account = row.Text(9),
                      .found = row.Int(8),
                      .at = row.At(10)};
  read.report.payments = row.Int(4);
  read.report.paid = row.Dong(5);
  read.report.refunds = row.Int(6);
  read.report.refunded = row.Dong(7);
  return read;
}

}  // namespace

std::vector<OurLine> ReconciliationStore::OursWithin(const std::string& provider, keel::Instant from,
                                                     keel::Instant to) {
  std::vector<OurLine> ours;
  for (auto rows = session_.Query(kPaidWithin, {provider, from, to}); rows.Next();)
    ours.push_back(ReadOurs(rows, /*refund=*/false, /*that_day=*/true));
  for (auto rows = session_.Query(kRefundedWithin, {provider, from, to}); rows.Next();)
    ours.push_back(ReadOurs(rows, /*refund=*/true, /*that_day=*/true));
  return ours;
}

std::optional<OurLine> ReconciliationStore::OursNamed(const std::string& provider, const DayLine& line) {
  auto rows = line.refund ? session_.Query(kRefundNamed, {provider, line.key})
                          : session_.Query(kPaidNamed, {provider, line.number});
  return rows.Next() ? std::optional(ReadOurs(rows, line.refund, /*that_day=*/false)) : std::nullopt;
}

void ReconciliationStore::Add(const Reconciliation& reconciliation) {
  const auto& report = reconciliation.report;
  session_.Execute(kAdd, {reconciliation.id.text(), reconciliation.provider, reconciliation.day, reconciliation.digest,
                          report.payments, report.paid, report.refunds, report.refunded, report.findings.size(),
                          reconciliation.by_account, reconciliation.at});
  int line = 0;
  for (const auto& finding : report.findings)
    session_.Execute(kAddLine, {reconciliation.id.text(), line++, NameOf(kDayFaultNames, finding.fault), finding.refund,
                                Beginning(finding.key, 64), Beginning(finding.number, 64), finding.theirs, finding.ours,
                                finding.asked});
}

std::optional<Reconciliation> ReconciliationStore::Find(const ReconciliationId& id) {
  auto rows = session_.Query(kFind, {id.text()});
  if (!rows.Next()) return std::nullopt;
  auto found = Read(rows);
  for (auto lines = session_.Query(kLines, {id.text()}); lines.Next();)
    found.report.findings.push_back({FromName<DayFault>(kDayFaultNames, lines.Text(0)), lines.Flag(1), lines.Text(2),
                                     lines.Text(3), lines.Dong(4), lines.Dong(5), lines.Flag(6)});
  return found;
}

std::vector<Reconciliation> ReconciliationStore::List(const std::optional<std::string>& before, std::size_t limit) {
  std::vector<Reconciliation> all;
  for (auto rows = session_.Query(kList, {before.value_or("rec_~"), limit}); rows.Next();) all.push_back(Read(rows));
  return all;
}

}  // namespace payments
