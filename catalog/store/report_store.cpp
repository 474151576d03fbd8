#include "catalog/store/report_store.hpp"

namespace catalog {
namespace {

#define REPORT_SELECT                                                                                \
  "SELECT r.id, r.product_id, p.slug, p.name, r.reason, r.note, r.state, r.reporter, r.created_at, " \
  "r.resolved_at FROM reports r JOIN products p ON p.id = r.product_id "

constexpr std::string_view kInsert = R"sql(
  INSERT INTO reports (id, product_id, reason, note, state, reporter, created_at) VALUES (?, ?, ?, ?, ?, NULLIF(?, ''), ?))sql";
constexpr std::string_view kLock = REPORT_SELECT "WHERE r.id = ? FOR UPDATE";
constexpr std::string_view kList =
    REPORT_SELECT "WHERE r.state = ? AND (? = '' OR r.id < ?) ORDER BY r.id DESC LIMIT ?";
constexpr std::string_view kResolve = "UPDATE reports SET state = ?, resolved_by = ?, resolved_at = ? WHERE id = ?";
constexpr std::string_view kResolveAllOf =
    "UPDATE reports SET state = 'removed', resolved_by = ?, resolved_at = ? WHERE product_id = ? AND state = 'open'";

Report Read(const keel::sql::Rows& rows) {
  const auto reason = ReportReasonNamed(rows.Text(4));
  const auto state = ReportStateNamed(rows.Text(6));
  if (!reason || !state) throw std::runtime_error("reports holds \"" + rows.Text(4) + "\", \"" + rows.Text(6) + "\"");
  return {.id = ReportId::FromRow(rows.Text(0)),
          .product_id = ProductId::FromRow(rows.Text(1)),
          .product_slug = rows.Text(2),
          .product_name = rows.Text(3),
          .reason = *reason,
          .note = rows.Text(5),
          .state = *state,
          .reporter = rows.TextOr(7, ""),
          .created_at = rows.At(8),
          .resolved_at = rows.MaybeAt(9)};
}

}  // namespace

void ReportStore::Insert(const Report& report) {
  session_.Execute(
      kInsert, {report.id.text(), report.product_id.text(), kReportReasonNames[std::size_t(report.reason)], report.note,
                kReportStateNames[std::size_t(report.state)], report.reporter, report.created_at});
}

keel::Result<Report> ReportStore::Lock(const ReportId& id) {
  auto rows = session_.Query(kLock, {id.text()});
  if (!rows.Next()) return keel::Error{keel::Kind::kNotFound, "report-not-found", "There is no such report."};
  return Read(rows);
}

std::vector<Report> ReportStore::List(ReportState state, std::string_view before, std::size_t limit) {
  auto rows = session_.Query(kList, {kReportStateNames[std::size_t(state)], before, before, limit});
  std::vector<Report> reports;
  while (rows.Next()) reports.push_back(Read(rows));
  return reports;
}

void ReportStore::Resolve(const Report& report, ReportState state, std::string_view by, keel::Instant now) {
  session_.Execute(kResolve, {kReportStateNames[std::size_t(state)], by, now, report.id.text()});
}

void ReportStore::ResolveAllOf(const ProductId& id, std::string_view by, keel::Instant now) {
  session_.Execute(kResolveAllOf, {by, now, id.text()});
}

}  // namespace catalog
