#include "orders/http/case_json.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"

namespace orders {
namespace {

using nlohmann::json;

json History(const std::vector<CaseStep>& steps) {
  json out = json::array();
  for (const CaseStep& step : steps)
    out.push_back({{"state", step.state}, {"why", step.why}, {"at", keel::ToRfc3339(step.at)}});
  return out;
}

}  // namespace

json ToJson(const Return& one) {
  json lines = json::array();
  for (const ReturnLine& line : one.lines)
    lines.push_back({{"line_id", line.line_id},
                     {"variant_id", line.variant_id},
                     {"quantity", line.quantity},
                     {"amount", keel::http::ToJson(line.amount)}});
  return {{"id", one.id.text()},
          {"order_id", one.order_id.text()},
          {"shop_id", one.shop_id},
          {"reason", kReturnReasons[std::size_t(one.reason)]},
          {"note", one.note},
          {"shop_note", one.shop_note},
          {"state", NameOf(one.state)},
          {"refund", keel::http::ToJson(one.refund)},
          {"until", keel::ToRfc3339(one.until)},
          {"opened_at", keel::ToRfc3339(one.opened_at)},
          {"version", one.version},
          {"lines", std::move(lines)},
          {"photos", one.photos},
          {"history", History(one.history)}};
}

json ToJson(const Dispute& one) {
  json out{{"id", one.id.text()},
           {"order_id", one.order_id.text()},
           {"shop_id", one.shop_id},
           {"claim", one.claim},
           {"note", one.note},
           {"answer", one.answer},
           {"decision_note", one.decision_note},
           {"state", NameOf(one.state)},
           {"refund", keel::http::ToJson(one.refund)},
           {"answer_until", keel::ToRfc3339(one.answer_until)},
           {"decide_until", keel::ToRfc3339(one.decide_until)},
           {"opened_at", keel::ToRfc3339(one.opened_at)},
           {"version", one.version},
           {"photos", one.photos},
           {"history", History(one.history)}};
  if (!one.return_id.empty()) out["return_id"] = one.return_id;
  return out;
}

json ToJson(const Substitution& one) {
  return {{"id", one.id.text()},
          {"order_id", one.order_id.text()},
          {"line_id", one.line_id.text()},
          {"variant_id", one.variant_id},
          {"gone", one.gone},
          {"instead", one.instead},
          {"quantity", one.quantity},
          {"total", keel::http::ToJson(one.total)},
          {"state", NameOf(one.state)},
          {"until", keel::ToRfc3339(one.until)},
          {"asked_at", keel::ToRfc3339(one.asked_at)}};
}

json ToJson(const ShownSubstitution& shown) {
  json out = ToJson(shown.one);
  out["code"] = shown.order.code.text();
  out["shop_name"] = shown.order.shop_name;
  return out;
}

void AddCases(json& order, const OrderCases& cases, Language language) {
  order["returns"] = json::array();
  for (const Return& one : cases.returns) order["returns"].push_back(ToJson(one));
  order["disputes"] = json::array();
  for (const Dispute& one : cases.disputes) order["disputes"].push_back(ToJson(one));
  order["substitutions"] = json::array();
  for (const Substitution& one : cases.substitutions) order["substitutions"].push_back(ToJson(one));
  order["messages"] = json::array();
  for (const Message& one : cases.messages) {
    json told{{"kind", TextOf(one.kind).name},
              {"text", Render(one.kind, language, one.arguments)},
              {"state", one.state},
              {"at", keel::ToRfc3339(one.written_at)}};
    if (one.state == "waiting") told["goes_at"] = keel::ToRfc3339(one.not_before);
    order["messages"].push_back(std::move(told));
  }
  order["awaits_harvest"] = json::array();
  for (const auto& one : cases.awaited)
    order["awaits_harvest"].push_back(
        {{"variant_id", one.variant_id}, {"ready_on", one.ready_on}, {"quantity", one.quantity}});
  if (cases.return_until) order["return_until"] = keel::ToRfc3339(*cases.return_until);
  order["can_dispute"] = cases.can_dispute;
}

}  // namespace orders
