#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/report.hpp"
#include "keel/sql/sql.hpp"

namespace catalog {

/// What people reported. All SQL on `reports`. Throws keel::sql::Fault.
class ReportStore {
 public:
  explicit ReportStore(keel::sql::Session& session) : session_(session) {}

  void Insert(const Report& report);
  /// Holds the row. Errors: kNotFound "report-not-found".
  keel::Result<Report> Lock(const ReportId& id);
  /// Newest first; `before` is the last id already given, or empty.
  std::vector<Report> List(ReportState state, std::string_view before, std::size_t limit);
  void Resolve(const Report& report, ReportState state, std::string_view by, keel::Instant now);
  /// Closes the product's other open reports together with the one that removed it.
  void ResolveAllOf(const ProductId& id, std::string_view by, keel::Instant now);

 private:
  keel::sql::Session& session_;
};

}  // namespace catalog
