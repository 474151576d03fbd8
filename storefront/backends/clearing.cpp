#include "storefront/backends/clearing.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

RefundRow ReadRefund(const Json& json) {
  return {.id = Text(json, "id"),
          .intent_id = Text(json, "intent_id"),
          .provider = Text(json, "provider"),
          .state = Text(json, "state"),
          .code = Text(json, "code"),
          .number = Text(json, "number"),
          .payment_number = Text(json, "payment_number"),
          .amount = Dong(json, "amount"),
          .whole = Flag(json, "whole"),
          .tries = Int(json, "tries"),
          .created_at = Time(json, "created_at"),
          .due_at = Time(json, "due_at")};
}

DayRow ReadDay(const Json& json) {
  return {.id = Text(json, "id"),
          .provider = Text(json, "provider"),
          .day = Text(json, "day"),
          .payments = Int(json, "payments"),
          .refunds = Int(json, "refunds"),
          .found = Int(json, "found"),
          .paid = Dong(json, "paid"),
          .refunded = Dong(json, "refunded"),
          .at = Time(json, "at"),
          .findings = Each<DayFinding>(json, "findings", [](const Json& one) {
            return DayFinding{.fault = Text(one, "fault"),
                              .key = Text(one, "key"),
                              .number = Text(one, "number"),
                              .refund = Flag(one, "refund"),
                              .asked = Flag(one, "asked"),
                              .theirs = Dong(one, "theirs"),
                              .ours = Dong(one, "ours")};
          })};
}

template <class Row, class Read>
Got<Listing<Row>> List(const Asker& payments, const Caller& caller, const std::string& path, Read read) {
  const auto json = payments.Get(caller, path);
  if (!json) return json.failure();
  return Listing<Row>{Each<Row>(*json, "items", read), Text(*json, "next")};
}

Got<Nothing> Done(const Got<nlohmann::json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

}  // namespace

Got<Listing<RefundRow>> RefundsIn(const Asker& payments, const Caller& caller, const std::string& state,
                                  const std::string& cursor) {
  const auto query = QueryText().Add("state", state).Add("cursor", cursor).Add("limit", "20").text();
  return List<RefundRow>(payments, caller, "/v1/refunds" + query, ReadRefund);
}

Got<Nothing> RetryRefund(const Asker& payments, const Caller& caller, const std::string& refund_id) {
  return Done(payments.Send(caller, Method::kPost, "/v1/refunds/" + UrlEncode(refund_id) + "/retry", Json::object()));
}

Got<Nothing> RecordRefund(const Asker& payments, const Caller& caller, const std::string& intent_id,
                          const std::string& bank_reference) {
  return Done(payments.Send(caller, Method::kPost, "/v1/intents/" + UrlEncode(intent_id) + "/refund",
                            {{"bank_reference", bank_reference}}));
}

Got<Listing<DayRow>> ReconciledDays(const Asker& payments, const Caller& caller, const std::string& cursor) {
  const auto query = QueryText().Add("cursor", cursor).text();
  return List<DayRow>(payments, caller, "/v1/reconciliations" + query, ReadDay);
}

Got<DayRow> ReconciledDay(const Asker& payments, const Caller& caller, const std::string& id) {
  const auto json = payments.Get(caller, "/v1/reconciliations/" + UrlEncode(id));
  if (!json) return json.failure();
  return ReadDay(*json);
}

Got<DayRow> Reconcile(const Asker& payments, const Caller& caller, const std::string& provider, const std::string& day,
                      std::string file) {
  const auto query = QueryText().Add("provider", provider).Add("day", day).text();
  const auto text = payments.SendRaw(caller, Method::kPost, "/v1/reconciliations" + query, std::move(file), "text/csv");
  if (!text) return text.failure();
  return ReadDay(Json::parse(*text, nullptr, /*allow_exceptions=*/false));
}

}  // namespace storefront::backends
