#include <nlohmann/json.hpp>

#include "catalog/domain/listing.hpp"
#include "catalog/flows/reports.hpp"
#include "catalog/http/read.hpp"
#include "catalog/http/routes.hpp"
#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"

namespace catalog {
namespace {

namespace http = keel::http;
using http::Method, http::Reply, http::Request;
using keel::Error, keel::Kind;

constexpr std::int64_t kReportsAnHour = 20;

Reply TakeReport(const Desk& desk, const Request& request) {
  const auto id = PathId<ProductId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  http::Fields in(*json);
  const auto reason = in.OneOf("reason", kReportReasonNames);
  const auto note = in.MaybeText("note", 1'000).value_or("");
  if (!in.ok()) return http::Problem(in.error(), request);

  const auto who = desk.verifier.Who(request);
  const std::string account = who ? who->subject : "";
  const std::string caller = account.empty() ? "ip:" + std::string(request.Header("x-real-ip")).substr(0, 45) : account;
  const auto count = desk.redis.Count("reports:" + caller, std::chrono::hours(1));
  if (count && *count > kReportsAnHour)
    return http::Problem({Kind::kTooMany, "too-many-reports", "Too many reports; try again in an hour.", {}, 3'600},
                         request);
  return keel::idempotency::Run(desk.catalog.pool, request, caller, desk.catalog.clock, false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                  const auto report =
                                      ReportProduct(transaction, desk.catalog, *id, reason, note, account);
                                  if (!report) return report.error();
                                  return http::Json(201, {{"id", report->id.text()}});
                                });
}

Reply List(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto page = ReadPageAfter<ReportId>(request);
  if (!page) return http::Problem(page.error(), request);
  const auto state = ReportStateNamed(request.QueryOr("state", "open"));
  if (!state)
    return http::Problem({Kind::kInvalid, "field-unknown-value", "State is open, dismissed or removed.", "state"},
                         request);
  auto reports = ListReports(desk.catalog, who, *state, page->after, page->limit + 1);
  if (!reports) return http::Problem(reports.error(), request);
  nlohmann::json body{{"items", nlohmann::json::array()}};
  if (reports->size() > page->limit) {
    reports->pop_back();
    body["next"] = EncodeCursor(reports->back().id.text());
  }
  for (const auto& report : *reports) body["items"].push_back(ToJson(report));
  return http::PrivateRead(request, body);
}

Reply Resolve(const Desk& desk, const Request& request, const keel::auth::Principal& who) {
  const auto id = PathId<ReportId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  http::Fields in(*json);
  const bool remove = in.OneOf<bool>("action", {{"dismiss", false}, {"remove", true}});
  if (!in.ok()) return http::Problem(in.error(), request);
  return keel::idempotency::Run(desk.catalog.pool, request, who.subject, desk.catalog.clock, false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                  const auto report = ResolveReport(transaction, desk.catalog, who, *id, remove);
                                  if (!report) return report.error();
                                  return http::Json(200, ToJson(*report));
                                });
}

}  // namespace

void MountReportRoutes(http::Server& server, const Desk& desk) {
  server.Work(Method::kPost, "/v1/products/:id/reports",
              [&desk](const Request& request) { return TakeReport(desk, request); });
  server.Work(Method::kGet, "/v1/reports",
              WithPrincipal(desk, [&desk](const auto& request, const auto& who) { return List(desk, request, who); }));
  server.Work(
      Method::kPost, "/v1/reports/:id/resolve",
      WithPrincipal(desk, [&desk](const auto& request, const auto& who) { return Resolve(desk, request, who); }));
}

}  // namespace catalog
