#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/flows/write_off.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"

/// Operators: what buyers were sent too much and will never give back.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

constexpr std::size_t kShortestReason = 3, kLongestReason = 200;
constexpr std::int64_t kMostDong = 1'000'000'000'000;

json ToJson(const WriteOff& made) {
  json body{{"id", made.id.text()},
            {"intent_id", made.intent.text()},
            {"amount", http::ToJson(made.amount)},
            {"reason", made.reason},
            {"by", made.by},
            {"at", keel::ToRfc3339(made.at)}};
  if (!made.order_codes.empty()) body["order_codes"] = made.order_codes;
  if (made.undone)
    body["undone"] = {{"by", made.undone->by}, {"why", made.undone->why}, {"at", keel::ToRfc3339(made.undone->at)}};
  return body;
}

http::Reply GetWriteOffs(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "wof_");
  if (!page) return http::Problem(page.error(), request);
  const auto all = WriteOffs(front.desk, page->before, page->limit);
  json items = json::array();
  for (const auto& made : all) items.push_back(ToJson(made));
  return ListReply(request, *page, std::move(items), all.empty() ? "" : all.back().id.text());
}

http::Reply PostWriteOff(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto text = in.Text("intent_id", 1, 40);
  const auto amount = in.Dong("amount", 1, kMostDong);
  const auto reason = in.Text("reason", kShortestReason, kLongestReason);
  if (!in.ok()) return http::Problem(in.error(), request);
  const auto intent = IntentId::Parse(text);
  if (!intent) return http::Problem(intent.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
                        const auto made = WriteOffRefund(transaction, front.desk, *intent, amount, reason, by);
                        if (!made) return made.error();
                        return http::Json(201, ToJson(*made));
                      });
}

http::Reply PostUndo(const Front& front, const http::Request& request) {
  const auto id = WriteOffId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto reason = in.Text("reason", kShortestReason, kLongestReason);
  if (!in.ok()) return http::Problem(in.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
                        const auto undone = UndoWriteOff(transaction, front.desk, *id, reason, by);
                        if (!undone) return undone.error();
                        return http::Json(200, ToJson(*undone));
                      });
}

}  // namespace

void MountWriteOffRoutes(const Front& front) {
  using enum http::Method;
  front.server.Work(kGet, "/v1/refund-write-offs",
                    [front](const http::Request& request) { return GetWriteOffs(front, request); });
  front.server.Work(kPost, "/v1/refund-write-offs",
                    [front](const http::Request& request) { return ForOperators(PostWriteOff)(front, request); });
  front.server.Work(kPost, "/v1/refund-write-offs/:id/undo",
                    [front](const http::Request& request) { return ForOperators(PostUndo)(front, request); });
}

}  // namespace payments
