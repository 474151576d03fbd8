#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/flows/explain_line.hpp"
#include "payments/flows/read_lines.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;
using Work = std::function<keel::Result<http::Reply>(keel::sql::Transaction&, const json& body, const std::string& by)>;

/// Lines that left the account and need a look; that nobody explained; lines of both ways that an operator explained.
constexpr std::string_view kStray = "stray", kUnexplained = "unexplained", kExplained = "explained";
constexpr std::size_t kLongestReason = 200;

/// The states a ?state= asks for, where it is one or several. None: all that need a look; "stray": lines that left;
/// "all": every line.
keel::Result<std::vector<ReceiptState>> ReadStates(const http::Request& request) {
  using enum ReceiptState;
  const auto state = request.Query("state");
  if (!state || state->empty() || *state == "look") return std::vector{kUnmatched, kUnder, kOver, kDouble, kLate};
  if (*state == "all" || *state == kStray) return std::vector<ReceiptState>();
  const auto name = std::ranges::find(kReceiptStateNames, *state);
  if (name == kReceiptStateNames.end())
    return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "That is no state of a receipt.", "state"};
  return std::vector{ReceiptState(name - kReceiptStateNames.begin())};
}

keel::Result<std::vector<ReceiptView>> Views(const Front& front, const http::Request& request, const Page& page) {
  const auto state = request.QueryOr("state", "");
  if (state == kUnexplained) return LinesToExplain(front.desk, page.before, page.limit);
  if (state == kExplained) return LinesExplained(front.desk, page.before, page.limit);
  const auto states = ReadStates(request);
  if (!states) return states.error();
  return ReceiptsToSee(front.desk, *states, page.before, page.limit, states->size() > 1 || state == kStray);
}

http::Reply GetReceipts(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "rcp_");
  if (!page) return http::Problem(page.error(), request);
  const auto found = Views(front, request, *page);
  if (!found) return http::Problem(found.error(), request);
  const auto& views = *found;
  json items = json::array();
  for (const auto& view : views) items.push_back(ToJson(view));
  return ListReply(request, *page, std::move(items), views.empty() ? "" : views.back().receipt.id.text());
}

/// OperatorDeed with the body that was sent.
http::Reply Deed(const Front& front, const http::Request& request, const Work& work) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  return OperatorDeed(front, request, [&](keel::sql::Transaction& transaction, const std::string& by) {
    return work(transaction, *body, by);
  });
}

/// What the operator says the line was, where it is no buyer's payment.
keel::Result<Explain> ReadExplain(http::Fields& in) {
  Explain what{.meaning = in.OneOf("meaning", kMeaningNames),
               .reason = in.MaybeText("reason", kLongestReason).value_or(""),
               .sure = in.Flag("sure", false)};
  const auto names = in.ok() ? RuleOf(what.meaning).names : Names::kNobody;
  if (names == Names::kCarrier) what.whose = in.Text("carrier", 1, 32);
  if (names == Names::kSeller) what.whose = in.Text("party_id", 1, 40);
  if (names == Names::kPayment) what.whose = in.Text("intent_id", 1, 40);
  const auto entry = names == Names::kEntry ? in.Text("entry_id", 1, 40) : std::string();
  if (!in.ok()) return in.error();
  if (names == Names::kSeller)
    if (auto party = PartyId::Parse(what.whose); !party) return party.error();
  if (names == Names::kPayment)
    if (auto intent = IntentId::Parse(what.whose); !intent) return intent.error();
  if (names == Names::kEntry) {
    auto id = EntryId::Parse(entry);
    if (!id) return id.error();
    what.entry = *id;
  }
  return what;
}

/// One way to say what a line was: by the field that is there.
keel::Result<Receipt> Match(const Front& front, keel::sql::Transaction& transaction, const ReceiptId& id,
                            const json& body, const std::string& by) {
  http::Fields in(body);
  if (in.Has("meaning")) {
    const auto what = ReadExplain(in);
    if (!what) return what.error();
    return ExplainLine(transaction, front.desk, id, *what, by);
  }
  if (in.Has("transfer")) {
    const auto transfer = in.Text("transfer", 1, 60);
    if (!in.ok()) return in.error();
    return MatchCameBack(transaction, front.desk, id, transfer, by);
  }
  if (in.Has("carrier")) {
    const auto carrier = in.Text("carrier", 1, 32);
    const bool difference = in.Flag("difference", false);
    if (!in.ok()) return in.error();
    return difference ? MatchDifference(transaction, front.desk, id, carrier)
                      : MatchRemittance(transaction, front.desk, id, carrier);
  }
  if (in.Has("provider")) {
    const auto provider = in.Text("provider", 1, 16);
    const auto fee = in.Has("fee") ? in.Dong("fee", 0, 1'000'000'000'000) : keel::Money();
    if (!in.ok()) return in.error();
    return MatchPayover(transaction, front.desk, id, provider, fee);
  }
  if (in.Has("reference")) {
    const auto reference = in.Text("reference", 1, 60);
    if (!in.ok()) return in.error();
    const auto intent = IntentOfReference(transaction, front.desk, reference);
    if (!intent) return intent.error();
    return MatchReceipt(transaction, front.desk, id, *intent);
  }
  const auto text = in.Text("intent_id", 1, 40);
  if (!in.ok()) return in.error();
  const auto intent = IntentId::Parse(text);
  if (!intent) return intent.error();
  return MatchReceipt(transaction, front.desk, id, *intent);
}

http::Reply PostMatch(const Front& front, const http::Request& request) {
  return Deed(
      front, request,
      [&](keel::sql::Transaction& transaction, const json& body, const std::string& by) -> keel::Result<http::Reply> {
        const auto id = ReceiptId::Parse(request.Param("id"));
        if (!id) return id.error();
        const auto receipt = Match(front, transaction, *id, body, by);
        if (!receipt) return receipt.error();
        return http::Json(200, ToJson(*receipt));
      });
}

http::Reply PostUndo(const Front& front, const http::Request& request) {
  return Deed(
      front, request,
      [&](keel::sql::Transaction& transaction, const json& body, const std::string& by) -> keel::Result<http::Reply> {
        const auto id = ReceiptId::Parse(request.Param("id"));
        if (!id) return id.error();
        http::Fields in(body);
        const auto reason = in.Text("reason", 3, kLongestReason);
        if (!in.ok()) return in.error();
        const auto receipt = UndoExplanation(transaction, front.desk, *id, reason, by);
        if (!receipt) return receipt.error();
        return http::Json(200, ToJson(*receipt));
      });
}

http::Reply PostReturn(const Front& front, const http::Request& request) {
  return Deed(
      front, request,
      [&](keel::sql::Transaction& transaction, const json& body, const std::string&) -> keel::Result<http::Reply> {
        const auto id = ReceiptId::Parse(request.Param("id"));
        if (!id) return id.error();
        http::Fields in(body);
        const auto reference = in.MaybeText("bank_reference", 64).value_or("");
        if (!in.ok()) return in.error();
        const auto receipt = ReturnReceipt(transaction, front.desk, *id, reference);
        if (!receipt) return receipt.error();
        return http::Json(200, ToJson(*receipt));
      });
}

http::Reply PostRefund(const Front& front, const http::Request& request) {
  return Deed(
      front, request,
      [&](keel::sql::Transaction& transaction, const json& body, const std::string& by) -> keel::Result<http::Reply> {
        const auto id = IntentId::Parse(request.Param("id"));
        if (!id) return id.error();
        http::Fields in(body);
        const auto reference = in.Text("bank_reference", 1, 64);
        if (!in.ok()) return in.error();
        const auto intent = RefundIntent(transaction, front.desk, *id, reference, by);
        if (!intent) return intent.error();
        return http::Json(200, ToJson(*intent));
      });
}

http::Reply PostPayout(const Front& front, const http::Request& request) {
  return Deed(
      front, request,
      [&](keel::sql::Transaction& transaction, const json& body, const std::string& by) -> keel::Result<http::Reply> {
        const auto party = PartyId::Parse(request.Param("id"));
        if (!party) return party.error();
        http::Fields in(body);
        const auto amount = in.Dong("amount", 1, 1'000'000'000'000);
        const auto reference = in.Text("bank_reference", 1, 64);
        if (!in.ok()) return in.error();
        const auto payout = PayOut(transaction, front.desk, *party, amount, reference, by);
        if (!payout) return payout.error();
        return http::Json(201, {{"id", payout->id.text()},
                                {"party_id", party->text()},
                                {"amount", http::ToJson(payout->amount)},
                                {"still_owed", http::ToJson(payout->still_owed)},
                                {"bank_reference", reference}});
      });
}

}  // namespace

void MountReceiptRoutes(const Front& front) {
  using enum http::Method;
  front.server.Work(kGet, "/v1/receipts",
                    [front](const http::Request& request) { return GetReceipts(front, request); });
  front.server.Work(kPost, "/v1/receipts/:id/match",
                    [front](const http::Request& request) { return ForOperators(PostMatch)(front, request); });
  front.server.Work(kPost, "/v1/receipts/:id/undo",
                    [front](const http::Request& request) { return ForOperators(PostUndo)(front, request); });
  front.server.Work(kPost, "/v1/receipts/:id/return",
                    [front](const http::Request& request) { return ForOperators(PostReturn)(front, request); });
  front.server.Work(kPost, "/v1/intents/:id/refund",
                    [front](const http::Request& request) { return ForOperators(PostRefund)(front, request); });
  front.server.Work(kPost, "/v1/parties/:id/payouts",
                    [front](const http::Request& request) { return ForOperators(PostPayout)(front, request); });
}

}  // namespace payments
