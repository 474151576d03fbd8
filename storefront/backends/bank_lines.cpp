#include "storefront/backends/bank_lines.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

OutgoingLine ReadLine(const Json& json) {
  OutgoingLine line{.id = Text(json, "id"),
                    .content = Text(json, "content"),
                    .bank = Text(json, "bank"),
                    .bank_reference = Text(json, "bank_reference"),
                    .finding = Text(json, "finding"),
                    .amount = Dong(json, "amount"),
                    .came_in = Text(json, "state") != "outgoing",
                    .at = Time(json, "happened_at")};
  line.bookings = Each<BookedBefore>(json, "bookings", [](const Json& row) {
    return BookedBefore{Text(row, "entry_id"), Text(row, "kind"),  Text(row, "subject"),
                        Text(row, "number"),   Text(row, "whose"), Time(row, "at")};
  });
  if (const auto& said = At(json, "explanation"); said.is_object()) {
    line.meaning = Text(said, "meaning");
    line.whose = Text(said, "whose");
    line.reason = Text(said, "reason");
    line.explained_at = Time(said, "at");
  }
  return line;
}

Got<Listing<OutgoingLine>> Lines(const Asker& payments, const Caller& caller, const std::string& state,
                                 const std::string& cursor) {
  const auto query = QueryText().Add("state", state).Add("cursor", cursor).Add("limit", "20").text();
  const auto json = payments.Get(caller, "/v1/receipts" + query);
  if (!json) return json.failure();
  return Listing<OutgoingLine>{Each<OutgoingLine>(*json, "items", ReadLine), Text(*json, "next")};
}

Got<Nothing> Post(const Asker& payments, const Caller& caller, const std::string& line, const char* deed,
                  const Json& body) {
  const auto answer = payments.Send(caller, Method::kPost, "/v1/receipts/" + UrlEncode(line) + deed, body);
  if (!answer) return answer.failure();
  return Nothing{};
}

}  // namespace

Got<Listing<OutgoingLine>> LinesToExplain(const Asker& payments, const Caller& caller, const std::string& cursor) {
  return Lines(payments, caller, "unexplained", cursor);
}

Got<Listing<OutgoingLine>> LinesExplained(const Asker& payments, const Caller& caller, const std::string& cursor) {
  return Lines(payments, caller, "explained", cursor);
}

Got<Nothing> ExplainLine(const Asker& payments, const Caller& caller, const std::string& line,
                         const LineMeaning& what) {
  Json body{{"meaning", what.meaning}, {"sure", what.sure}};
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) body[name] = value;
  };
  put("carrier", what.carrier);
  put("party_id", what.party_id);
  put("intent_id", what.intent_id);
  put("entry_id", what.entry_id);
  put("reason", what.reason);
  return Post(payments, caller, line, "/match", body);
}

Got<Nothing> UndoExplanation(const Asker& payments, const Caller& caller, const std::string& line,
                             const std::string& reason) {
  return Post(payments, caller, line, "/undo", {{"reason", reason}});
}

Got<Nothing> MatchTransfer(const Asker& payments, const Caller& caller, const std::string& line,
                           const std::string& transfer) {
  return Post(payments, caller, line, "/match", {{"transfer", transfer}});
}

Got<BankComparison> BooksAndBank(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/ledger/bank");
  if (!json) return json.failure();
  return BankComparison{.balance = Dong(*json, "balance"),
                        .lines = Dong(*json, "lines"),
                        .not_seen = Each<BankFinding>(*json, "not_seen",
                                                      [](const Json& row) {
                                                        return BankFinding{Text(row, "row"), Text(row, "number"),
                                                                           Text(row, "whose"), Dong(row, "amount"),
                                                                           Time(row, "since")};
                                                      }),
                        .no_entry = Int(*json, "no_entry_count"),
                        .all_not_seen = Int(*json, "not_seen_count")};
}

}  // namespace storefront::backends
