#include "catalog/flows/reports.hpp"

#include "catalog/flows/products.hpp"
#include "catalog/store/announcements.hpp"

namespace catalog {
namespace {

using keel::Error, keel::Kind, keel::Result;

Result<keel::Done> MustBeOperator(const keel::auth::Principal& who) {
  if (who.is_operator) return keel::Done{};
  return Error{Kind::kForbidden, "operators-only", "Only an operator of the market may do that."};
}

}  // namespace

Result<Report> ReportProduct(keel::sql::Transaction& transaction, const Catalog& catalog, const ProductId& id,
                             ReportReason reason, std::string note, std::string who) {
  const auto page = ProductStore(transaction.session()).Find(id.text());
  if (!page) return page.error();
  if (!page->is_public()) return Error{Kind::kNotFound, "product-not-found", "There is no such product."};
  const auto now = catalog.clock.Now();
  Report report{.id = ReportId::New(now),
                .product_id = id,
                .product_slug = page->product.slug,
                .product_name = page->product.name,
                .reason = reason,
                .note = std::move(note),
                .state = ReportState::kOpen,
                .reporter = std::move(who),
                .created_at = now,
                .resolved_at = {}};
  ReportStore(transaction.session()).Insert(report);
  AnnounceReport(transaction, report, now);
  return report;
}

Result<std::vector<Report>> ListReports(const Catalog& catalog, const keel::auth::Principal& who, ReportState state,
                                        std::string_view before, std::size_t limit) {
  if (const auto may = MustBeOperator(who); !may) return may.error();
  const auto session = catalog.pool.Take();
  return ReportStore(*session).List(state, before, limit);
}

Result<Report> ResolveReport(keel::sql::Transaction& transaction, const Catalog& catalog,
                             const keel::auth::Principal& who, const ReportId& id, bool remove) {
  if (const auto may = MustBeOperator(who); !may) return may.error();
  ReportStore store(transaction.session());
  auto report = store.Lock(id);
  if (!report) return report;
  const auto state = remove ? ReportState::kRemoved : ReportState::kDismissed;
  if (report->state == state) return report;
  if (report->state != ReportState::kOpen)
    return Error{Kind::kConflict, "report-resolved", "Somebody has already decided this report."};
  const auto now = catalog.clock.Now();
  if (remove) {
    const auto removed = MoveProduct(transaction, catalog, who, report->product_id, ProductEvent::kRemove);
    if (!removed) return removed.error();
    store.ResolveAllOf(report->product_id, who.subject, now);
  } else {
    store.Resolve(*report, state, who.subject, now);
  }
  report->state = state;
  report->resolved_at = now;
  return report;
}

}  // namespace catalog
