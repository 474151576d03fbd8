#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/look.hpp"
#include "payments/flows/reconcile.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

json ToJson(const Reconciliation& one, bool with_findings) {
  json body{{"id", one.id.text()},
            {"provider", one.provider},
            {"day", one.day},
            {"payments", one.report.payments},
            {"paid", http::ToJson(one.report.paid)},
            {"refunds", one.report.refunds},
            {"refunded", http::ToJson(one.report.refunded)},
            {"found", one.found},
            {"at", keel::ToRfc3339(one.at)}};
  if (!with_findings) return body;
  body["findings"] = json::array();
  for (const auto& finding : one.report.findings)
    body["findings"].push_back({{"fault", NameOf(kDayFaultNames, finding.fault)},
                                {"refund", finding.refund},
                                {"key", finding.key},
                                {"number", finding.number},
                                {"theirs", http::ToJson(finding.theirs)},
                                {"ours", http::ToJson(finding.ours)},
                                {"asked", finding.asked}});
  return body;
}

http::Reply PostReconciliation(const Front& front, const http::Request& request) {
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
                        const auto made = Reconcile(transaction, front.desk, request.QueryOr("provider", ""),
                                                    request.QueryOr("day", ""), request.body, by);
                        if (!made) return made.error();
                        return http::Json(201, ToJson(*made, /*with_findings=*/true));
                      });
}

http::Reply GetReconciliations(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "rec_");
  if (!page) return http::Problem(page.error(), request);
  const auto all = Reconciliations(front.desk, page->before, page->limit);
  json items = json::array();
  for (const auto& one : all) items.push_back(ToJson(one, /*with_findings=*/false));
  return ListReply(request, *page, std::move(items), all.empty() ? "" : all.back().id.text());
}

http::Reply GetReconciliation(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = ReconciliationId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto found = OneReconciliation(front.desk, *id);
  if (!found)
    return http::Problem({keel::Kind::kNotFound, "reconciliation-not-found", "There is no such comparison."}, request);
  return Private(request, ToJson(*found, /*with_findings=*/true));
}

}  // namespace

void MountReconciliationRoutes(const Front& front) {
  using enum http::Method;
  front.server.Work(kPost, "/v1/reconciliations",
                    [front](const http::Request& request) { return ForOperators(PostReconciliation)(front, request); });
  front.server.Work(kGet, "/v1/reconciliations",
                    [front](const http::Request& request) { return GetReconciliations(front, request); });
  front.server.Work(kGet, "/v1/reconciliations/:id",
                    [front](const http::Request& request) { return GetReconciliation(front, request); });
}

}  // namespace payments
