#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/http/handlers.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/match_cod.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"

/// Operators: cash on delivery as three facts, carriers' statements, what is wrong with them.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

constexpr std::size_t kMostStatement = 1u << 20;  // A carrier's file of a month.

json ToJson(const RemittanceLineRow& line) {
  json body{{"id", line.id.text()},
            {"line", line.line},
            {"tracking", line.tracking},
            {"reference", line.reference},
            {"order_code", line.order_code},
            {"carrier", line.carrier},
            {"statement", line.statement},
            {"remittance_id", line.remittance.text()},
            {"collected", http::ToJson(line.collected)},
            {"fee", http::ToJson(line.fee)},
            {"finding", NameOf(kFindingNames, line.finding)},
            {"resolution", line.resolution},
            {"note", line.note}};
  if (line.order) body["order_id"] = line.order->text();
  if (line.expected) body["expected"] = http::ToJson(*line.expected);
  return body;
}

json ToJson(const RemittanceRow& remittance) {
  json body{{"id", remittance.id.text()},
            {"carrier", remittance.carrier},
            {"statement", remittance.statement},
            {"collected", http::ToJson(remittance.collected)},
            {"fee", http::ToJson(remittance.fee)},
            {"payable", http::ToJson(Difference(remittance.collected, remittance.fee))},
            {"difference", http::ToJson(remittance.difference)},
            {"state", remittance.state},
            {"lines_count", remittance.lines},
            {"wrong", remittance.wrong},
            {"taken_at", keel::ToRfc3339(remittance.taken_at)}};
  if (remittance.receipt) body["receipt_id"] = remittance.receipt->text();
  if (remittance.matched_at) body["matched_at"] = keel::ToRfc3339(*remittance.matched_at);
  return body;
}

json ToJson(const TakenRemittance& taken) {
  auto body = ToJson(taken.remittance);
  body["lines"] = json::array();
  for (const auto& line : taken.lines) body["lines"].push_back(ToJson(line));
  return body;
}

http::Reply GetAgeing(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto carrier = ReadName(request, "carrier", 32);
  if (!carrier) return http::Problem(carrier.error(), request);
  constexpr std::array<const char*, 4> kUpTo{"2", "5", "10", ""};
  json carriers = json::array(), overdue = json::array();
  for (const auto& age : CodAgeing(front.desk)) {
    json buckets = json::array();
    for (std::size_t i = 0; i < kUpTo.size(); ++i)
      buckets.push_back(
          {{"up_to_days", kUpTo[i]}, {"orders", age.counts[i]}, {"amount", http::ToJson(age.amounts[i])}});
    carriers.push_back({{"carrier", age.carrier},
                        {"orders", age.orders},
                        {"expected", http::ToJson(age.expected)},
                        {"reported", http::ToJson(age.reported)},
                        {"not_reported", age.not_reported},
                        {"overdue", age.overdue},
                        {"overdue_amount", http::ToJson(age.overdue_amount)},
                        {"buckets", std::move(buckets)}});
  }
  for (const auto& order : OverdueCod(front.desk, *carrier)) {
    json row{{"order_id", order.order.text()},
             {"order_code", order.code},
             {"carrier", order.carrier},
             {"party_id", order.party.text()},
             {"expected", http::ToJson(order.expected)},
             {"delivered_at", keel::ToRfc3339(order.delivered_at)}};
    if (order.reported) row["reported"] = http::ToJson(*order.reported);
    overdue.push_back(std::move(row));
  }
  return Private(request, {{"carriers", std::move(carriers)}, {"overdue", std::move(overdue)}});
}

http::Reply GetFindings(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  for (const auto& line : OpenFindings(front.desk)) items.push_back(ToJson(line));
  return Private(request, {{"items", std::move(items)}});
}

http::Reply GetRemittances(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "rmt_");
  if (!page) return http::Problem(page.error(), request);
  const auto rows = Remittances(front.desk, page->before, page->limit);
  json items = json::array();
  for (const auto& row : rows) items.push_back(ToJson(row));
  return ListReply(request, *page, std::move(items), rows.empty() ? "" : rows.back().id.text());
}

http::Reply GetRemittance(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = RemittanceId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto page = ReadPage(request, "rml_");
  if (!page) return http::Problem(page.error(), request);
  auto taken = OneRemittance(front.desk, *id, page->before, page->limit + 1);  // One more: whether others follow.
  if (!taken) return http::Problem(taken.error(), request);
  const bool more = taken->lines.size() > page->limit;
  if (more) taken->lines.pop_back();
  auto body = ToJson(*taken);
  if (more) body["next"] = taken->lines.back().id.text();
  return Private(request, body);
}

http::Reply PostRemittance(const Front& front, const http::Request& request) {
  if (!request.Header("content-type").starts_with("text/csv"))
    return http::Problem({keel::Kind::kUnsupported, "csv-expected", "Send a CSV file (text/csv)."}, request);
  const auto carrier = request.QueryOr("carrier", ""), statement = request.QueryOr("statement", "");
  if (Account::CodReceivable(carrier).name() != "cod_receivable:" + carrier)
    return http::Problem({keel::Kind::kInvalid, "field-unknown-value", "That is no carrier.", "carrier"}, request);
  if (statement.empty() || statement.size() > 64)
    return http::Problem({keel::Kind::kInvalid, "field-missing", "statement is missing.", "statement"}, request);
  return OperatorDeed(
      front, request, [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
        const auto taken = TakeRemittance(transaction, front.desk, carrier, statement, std::string(request.body), by);
        if (!taken) return taken.error();
        return http::Json(201, ToJson(*taken));
      });
}

http::Reply PostMatch(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  const auto id = RemittanceId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  http::Fields in(*body);
  const bool with_sellers = in.Flag("paid_to_sellers", false), accept = in.Flag("accept_difference", false);
  const auto text = with_sellers ? std::string() : in.Text("receipt_id", 1, 40);
  if (!in.ok()) return http::Problem(in.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        auto taken = [&]() -> keel::Result<TakenRemittance> {
                          if (with_sellers) return CloseWithSellers(transaction, front.desk, *id);
                          const auto receipt = ReceiptId::Parse(text);
                          if (!receipt) return receipt.error();
                          return MatchStatement(transaction, front.desk, *id, *receipt, accept);
                        }();
                        if (!taken) return taken.error();
                        return http::Json(200, ToJson(*taken));
                      });
}

http::Reply PostDecide(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  const auto id = RemittanceLineId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  http::Fields in(*body);
  const bool accept = in.OneOf<bool>("decision", {{"accept", true}, {"refuse", false}});
  const auto note = in.Text("note", 3, 200);
  if (!in.ok()) return http::Problem(in.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        const auto line = DecideLine(transaction, front.desk, *id, accept, note);
                        if (!line) return line.error();
                        return http::Json(200, ToJson(*line));
                      });
}

}  // namespace

void MountCodRoutes(const Front& front) {
  using enum http::Method;
  http::Routes routes(front.server, front.verifier, front);
  routes.Open(kGet, "/v1/cod/ageing", GetAgeing);
  routes.Open(kGet, "/v1/cod/findings", GetFindings);
  routes.Open(kGet, "/v1/cod/remittances", GetRemittances);
  routes.Open(kPost, "/v1/cod/remittances", ForOperators(PostRemittance), kMostStatement);
  routes.Open(kGet, "/v1/cod/remittances/:id", GetRemittance);
  routes.Open(kPost, "/v1/cod/remittances/:id/match", ForOperators(PostMatch));
  routes.Open(kPost, "/v1/cod/remittance-lines/:id/decide", ForOperators(PostDecide));
}

}  // namespace payments
