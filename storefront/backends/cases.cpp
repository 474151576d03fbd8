#include "storefront/backends/cases.hpp"

#include "storefront/backends/orders_json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

std::vector<std::string> Photos(const Json& json) {
  return Each<std::string>(
      json, "photos", [](const Json& photo) { return photo.is_string() ? photo.get<std::string>() : std::string(); });
}

ReturnCase ReadReturn(const Json& json) {
  return {Text(json, "id"),     Text(json, "order_id"),  Text(json, "reason"),
          Text(json, "note"),   Text(json, "shop_note"), Text(json, "state"),
          Dong(json, "refund"), Time(json, "until"),     Photos(json)};
}

DisputeCase ReadDispute(const Json& json) {
  return {Text(json, "id"),           Text(json, "order_id"),      Text(json, "claim"), Text(json, "note"),
          Text(json, "answer"),       Text(json, "decision_note"), Text(json, "state"), Dong(json, "refund"),
          Time(json, "answer_until"), Time(json, "decide_until"),  Photos(json)};
}

SubstituteCase ReadSubstitute(const Json& json) {
  return {Text(json, "id"),   Text(json, "gone"),      Text(json, "instead"), Text(json, "state"),
          Text(json, "code"), Text(json, "shop_name"), Dong(json, "total"),   Time(json, "until")};
}

OrderCases ReadCases(const Json& json) {
  OrderCases cases{.view = ReadOrder(json)};
  cases.version = Int(json, "version");
  for (auto& line : Each<CaseLine>(json, "lines", [](const Json& one) {
         const std::string kind = Text(one, "variant_name");
         return CaseLine{Text(one, "id"), Text(one, "product_name") + (kind.empty() ? "" : " – " + kind),
                         Int(one, "quantity")};
       }))
    if (line.quantity > 0) cases.lines.push_back(std::move(line));
  cases.returns = Each<ReturnCase>(json, "returns", ReadReturn);
  cases.disputes = Each<DisputeCase>(json, "disputes", ReadDispute);
  cases.substitutions = Each<SubstituteCase>(json, "substitutions", ReadSubstitute);
  cases.messages = Each<Told>(json, "messages", [](const Json& one) {
    return Told{Text(one, "text"), Text(one, "state"), Time(one, "at"), Time(one, "goes_at")};
  });
  cases.can_amend = Flag(json, "can_amend");
  cases.can_dispute = Flag(json, "can_dispute");
  cases.can_return = !Text(json, "return_until").empty();
  if (cases.can_return) cases.return_until = Time(json, "return_until");
  return cases;
}

Got<Nothing> Do(const Asker& orders, const Caller& caller, const std::string& path, Json body,
                const std::string& phone = {}) {
  if (!phone.empty()) body["phone"] = phone;
  const auto answer = orders.Send(caller, Method::kPost, path, body);
  if (!answer) return answer.failure();
  return Nothing{};
}

Json Lines(const Kept& kept) {
  Json lines = Json::array();
  for (const auto& [id, quantity] : kept) lines.push_back({{"line_id", id}, {"quantity", quantity}});
  return lines;
}

}  // namespace

Got<OrderCases> CasesOfOrder(const Asker& orders, const Caller& caller, const std::string& code,
                             const std::string& phone) {
  const auto answer = orders.Get(caller, "/v1/orders/" + UrlEncode(code) + QueryText().Add("phone", phone).text());
  if (!answer) return answer.failure();
  return ReadCases(*answer);
}

Got<OrderCases> CasesOfWorkOrder(const Asker& orders, const Caller& caller, const std::string& order_id) {
  const auto answer = orders.Get(caller, "/v1/seller/orders/" + UrlEncode(order_id));
  if (!answer) return answer.failure();
  return ReadCases(*answer);
}

Got<Nothing> TakeOff(const Asker& orders, const Caller& caller, const std::string& key, const std::string& phone,
                     const Kept& kept, std::int64_t version) {
  return Do(orders, caller, "/v1/orders/" + UrlEncode(key) + "/amend", {{"lines", Lines(kept)}, {"version", version}},
            phone);
}

Got<Nothing> AcceptPart(const Asker& orders, const Caller& caller, const std::string& order_id, const Kept& kept,
                        std::int64_t version) {
  return Do(orders, caller, "/v1/orders/" + UrlEncode(order_id) + "/accept-part",
            {{"lines", Lines(kept)}, {"version", version}});
}

Got<SplitQuote> QuoteSplit(const Asker& orders, const Caller& caller, const std::string& order_id, const Kept& going) {
  const auto answer = orders.Send(caller, Method::kPost, "/v1/orders/" + UrlEncode(order_id) + "/split-quote",
                                  {{"lines", Lines(going)}});
  if (!answer) return answer.failure();
  const Json& post = At(*answer, "post");
  SplitQuote quote{.now_total = Dong(At(*answer, "now"), "total"),
                   .later_total = Dong(At(*answer, "later"), "total"),
                   .post = Dong(post, "price"),
                   .carrier = Text(post, "carrier"),
                   .estimated = Flag(post, "estimated")};
  quote.lines = Each<SplitQuote::Line>(*answer, "lines", [](const Json& line) {
    const std::string kind = Text(line, "variant_name");
    return SplitQuote::Line{Text(line, "product_name") + (kind.empty() ? "" : " – " + kind), Int(line, "quantity"),
                            Int(line, "later")};
  });
  return quote;
}

Got<std::string> SplitOrder(const Asker& orders, const Caller& caller, const std::string& order_id, const Kept& going,
                            std::int64_t version, std::optional<std::int64_t> post) {
  Json body{{"lines", Lines(going)}, {"version", version}};
  if (post) body["post"] = {{"amount", *post}, {"currency", "VND"}};
  const auto answer = orders.Send(caller, Method::kPost, "/v1/orders/" + UrlEncode(order_id) + "/splits", body);
  if (!answer) return answer.failure();
  return Text(At(*answer, "follow"), "code");
}

Got<Nothing> AskReturn(const Asker& orders, const Caller& caller, const ReturnAsk& ask) {
  return Do(orders, caller, "/v1/orders/" + UrlEncode(ask.code) + "/returns",
            {{"lines", Lines(ask.lines)}, {"reason", ask.reason}, {"note", ask.note}, {"photos", ask.photos}},
            ask.phone);
}

Got<Nothing> OpenDispute(const Asker& orders, const Caller& caller, const DisputeAsk& ask) {
  return Do(orders, caller, "/v1/orders/" + UrlEncode(ask.code) + "/disputes",
            {{"claim", ask.claim}, {"note", ask.note}, {"photos", ask.photos}}, ask.phone);
}

Got<std::string> SendEvidence(const Asker& orders, const Caller& caller, const std::string& code,
                              const std::string& phone, std::string bytes) {
  const auto answer = orders.SendRaw(
      caller, Method::kPost, "/v1/orders/" + UrlEncode(code) + "/evidence" + QueryText().Add("phone", phone).text(),
      std::move(bytes), "application/octet-stream");
  if (!answer) return answer.failure();
  const Json json = Json::parse(*answer, nullptr, /*allow_exceptions=*/false);
  return json.is_object() ? Text(json, "id") : std::string{};
}

Got<std::string> ReadEvidence(const Asker& orders, const Caller& caller, const std::string& id,
                              const std::string& phone, const std::string& width) {
  return orders.GetRaw(caller,
                       "/v1/evidence/" + UrlEncode(id) + QueryText().Add("phone", phone).Add("width", width).text());
}

Got<Nothing> Withdraw(const Asker& orders, const Caller& caller, const std::string& what, const std::string& id,
                      const std::string& phone) {
  return Do(orders, caller, "/v1/" + what + "/" + UrlEncode(id) + "/withdraw", Json::object(), phone);
}

Got<Nothing> OfferSubstitute(const Asker& orders, const Caller& caller, const std::string& order_id,
                             const std::string& line_id, const std::string& variant_id, std::int64_t quantity) {
  return Do(orders, caller, "/v1/orders/" + UrlEncode(order_id) + "/substitutions",
            {{"line_id", line_id}, {"variant_id", variant_id}, {"quantity", quantity}});
}

Got<SubstituteCase> FindSubstitute(const Asker& orders, const Caller& caller, const std::string& id) {
  const auto answer = orders.Get(caller, "/v1/substitutions/" + UrlEncode(id));
  if (!answer) return answer.failure();
  return ReadSubstitute(*answer);
}

Got<Nothing> AnswerSubstitute(const Asker& orders, const Caller& caller, const std::string& id, bool yes) {
  return Do(orders, caller, "/v1/substitutions/" + UrlEncode(id) + "/answer", {{"answer", yes ? "yes" : "no"}});
}

Got<Nothing> MoveReturn(const Asker& orders, const Caller& caller, const std::string& id, const std::string& deed,
                        const std::string& note_or_fate) {
  return Do(orders, caller, "/v1/returns/" + UrlEncode(id) + "/" + deed,
            {{deed == "receive" ? "fate" : "note", note_or_fate}});
}

Got<Nothing> AnswerDispute(const Asker& orders, const Caller& caller, const std::string& id,
                           const std::string& answer) {
  return Do(orders, caller, "/v1/disputes/" + UrlEncode(id) + "/answer", {{"answer", answer}});
}

Got<Nothing> DecideDispute(const Asker& orders, const Caller& caller, const std::string& id, std::int64_t refund,
                           const std::string& note) {
  return Do(orders, caller, "/v1/disputes/" + UrlEncode(id) + "/decide",
            {{"refund", {{"amount", refund}, {"currency", "VND"}}}, {"note", note}});
}

Got<Listing<DisputeCase>> DisputesIn(const Asker& orders, const Caller& caller, const std::string& state,
                                     const std::string& cursor, const std::string& shop_id) {
  QueryText query;
  query.Add("state", state).Add("cursor", cursor).Add("shop_id", shop_id);
  const auto answer = orders.Get(caller, "/v1/disputes" + query.text());
  if (!answer) return answer.failure();
  return Listing<DisputeCase>{Each<DisputeCase>(*answer, "items", ReadDispute), Text(*answer, "next")};
}

Got<Listing<ReturnCase>> ReturnsIn(const Asker& orders, const Caller& caller, const std::string& state,
                                   const std::string& shop_id) {
  const auto answer =
      orders.Get(caller, "/v1/returns" + QueryText().Add("state", state).Add("shop_id", shop_id).text());
  if (!answer) return answer.failure();
  return Listing<ReturnCase>{Each<ReturnCase>(*answer, "items", ReadReturn), Text(*answer, "next")};
}

Got<Clock> ClockOfShop(const Asker& orders, const Caller& caller, const std::string& shop_id) {
  const auto answer = orders.Get(caller, "/v1/shops/" + UrlEncode(shop_id) + "/clock");
  if (!answer) return answer.failure();
  return Clock{Int(*answer, "shop_hours"), Int(*answer, "helper_hours"), Int(*answer, "cooperative_hours"),
               Int(*answer, "pack_days")};
}

Got<Nothing> SetClock(const Asker& orders, const Caller& caller, const std::string& shop_id, const Clock& clock) {
  const auto answer = orders.Send(caller, Method::kPut, "/v1/shops/" + UrlEncode(shop_id) + "/clock",
                                  {{"shop_hours", clock.shop},
                                   {"helper_hours", clock.helper},
                                   {"cooperative_hours", clock.cooperative},
                                   {"pack_days", clock.pack_days}});
  if (!answer) return answer.failure();
  return Nothing{};
}

Got<std::vector<OrderView>> WaitingFor(const Asker& orders, const Caller& caller, const std::string& cooperative_id) {
  const auto answer = orders.Get(caller, "/v1/cooperatives/" + UrlEncode(cooperative_id) + "/waiting");
  if (!answer) return answer.failure();
  return Each<OrderView>(*answer, "items", ReadOrder);
}

Got<Nothing> TakeOver(const Asker& orders, const Caller& caller, const std::string& order_id,
                      const std::string& cooperative_id) {
  return Do(orders, caller, "/v1/orders/" + UrlEncode(order_id) + "/take-over", {{"cooperative_id", cooperative_id}});
}

}  // namespace storefront::backends
