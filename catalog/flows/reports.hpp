#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "catalog/flows/catalog.hpp"
#include "catalog/store/report_store.hpp"

/// Moderation: anybody reports, an operator decides.
namespace catalog {

/// `who` is an account id, or empty for a visitor. Errors: kNotFound "product-not-found".
keel::Result<Report> ReportProduct(keel::sql::Transaction& transaction, const Catalog& catalog, const ProductId& id,
                                   ReportReason reason, std::string note, std::string who);

/// Errors: kForbidden "operators-only".
keel::Result<std::vector<Report>> ListReports(const Catalog& catalog, const keel::auth::Principal& who,
                                              ReportState state, std::string_view before, std::size_t limit);

/// Dismisses the report, or removes the listing and closes all its open reports. Repeating the same answer is no error.
/// Errors: kForbidden "operators-only"; kNotFound "report-not-found"; kConflict "report-resolved".
keel::Result<Report> ResolveReport(keel::sql::Transaction& transaction, const Catalog& catalog,
                                   const keel::auth::Principal& who, const ReportId& id, bool remove);

}  // namespace catalog
