#include <nlohmann/json.hpp>

#include "catalog/flows/import_products.hpp"
#include "catalog/http/routes.hpp"

namespace catalog {
namespace {

namespace http = keel::http;
using http::Reply, http::Request;

Reply Import(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto id = PathId<ShopId>(request);
  if (!id) return http::Problem(id.error(), request);
  if (!request.Header("content-type").starts_with("text/csv"))
    return http::Problem({keel::Kind::kUnsupported, "csv-expected", "Send a CSV file (text/csv)."}, request);
  const auto report = ImportProducts(desk.catalog, who, *id, request.body);
  if (!report) return http::Problem(report.error(), request);
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& row : report->rows) {
    nlohmann::json one{{"line", row.line}, {"status", row.status}};
    if (!row.product_id.empty()) one["product_id"] = row.product_id;
    if (row.status == "rejected") {
      one["code"] = row.error.code;
      one["detail"] = http::ProblemSentence(row.error, request.Reads());
    }
    rows.push_back(std::move(one));
  }
  return Private(http::Json(200, {{"created", report->created},
                                  {"updated", report->updated},
                                  {"unchanged", report->unchanged},
                                  {"rejected", report->rejected},
                                  {"opening_stock_left", report->stock_left},
                                  {"unread_columns", report->unread_columns},
                                  {"rows", std::move(rows)}}));
}

Reply Export(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto id = PathId<ShopId>(request);
  if (!id) return http::Problem(id.error(), request);
  auto file = ExportProducts(desk.catalog, who, *id);
  if (!file) return http::Problem(file.error(), request);
  Reply reply;
  reply.body = std::move(*file);
  reply.content_type = "text/csv; charset=utf-8";
  return Private(std::move(reply).With("Content-Disposition", "attachment; filename=\"san-pham.csv\""));
}

}  // namespace

void MountImportRoutes(http::Server& server, const Desk& desk) {
  server.Work(
      http::Method::kPost, "/v1/shops/:id/products/import",
      WithPrincipal(desk, [&desk](const auto& request, const auto& who) { return Import(desk, request, who); }));
  server.Work(
      http::Method::kGet, "/v1/shops/:id/products/export",
      WithPrincipal(desk, [&desk](const auto& request, const auto& who) { return Export(desk, request, who); }));
}

}  // namespace catalog
