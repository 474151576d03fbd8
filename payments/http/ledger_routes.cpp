#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "keel/http/fields.hpp"
#include "payments/flows/add_rule.hpp"
#include "payments/flows/close_period.hpp"
#include "payments/flows/compare_bank.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

http::Reply GetAccounts(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto accounts = LedgerAccounts(front.desk);
  const auto names = NamesOf(front.desk);
  json items = json::array();
  keel::Money sum;
  for (const auto& account : accounts) {
    items.push_back(ToJson(account, names));
    sum = Sum(sum, account.balance);
  }
  return Private(request, {{"items", std::move(items)}, {"sum", http::ToJson(sum)}});
}

http::Reply GetEntries(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "ent_");
  if (!page) return http::Problem(page.error(), request);
  const auto account = ReadName(request, "account", 64);
  if (!account) return http::Problem(account.error(), request);
  const auto entries = LedgerEntries(front.desk, *account, page->before, page->limit);
  json items = json::array();
  for (const auto& entry : entries) items.push_back(ToJson(entry));
  return ListReply(request, *page, std::move(items), entries.empty() ? "" : entries.back().id);
}

/// The oldest of them; a market whose bank tells only of what comes in has thousands.
json ToJson(const std::vector<BankFinding>& findings) {
  json rows = json::array();
  for (const auto& finding : std::span(findings).first(std::min(findings.size(), kFindingsShown)))
    rows.push_back({{"row", finding.row},
                    {"amount", http::ToJson(finding.amount)},
                    {"since", keel::ToRfc3339(finding.since)},
                    {"number", finding.paper.number},
                    {"whose", finding.paper.whose}});
  return rows;
}

/// bank:market beside the bank's own lines.
http::Reply GetBank(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto compared = CompareWithBank(front.desk.pool);
  json accounts = json::array();
  for (const auto& account : compared.accounts)
    accounts.push_back({{"account_number", account.account},
                        {"lines", account.lines},
                        {"in", http::ToJson(account.in)},
                        {"out", http::ToJson(account.out)}});
  return Private(request, {{"balance", http::ToJson(compared.balance)},
                           {"lines", http::ToJson(compared.lines)},
                           {"accounts", std::move(accounts)},
                           {"no_entry", ToJson(compared.no_entry)},
                           {"not_seen", ToJson(compared.not_seen)},
                           {"no_entry_count", compared.no_entry.size()},
                           {"not_seen_count", compared.not_seen.size()}});
}

http::Reply GetIntents(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "int_");
  if (!page) return http::Problem(page.error(), request);
  const auto status = request.QueryOr("status", "");
  if (!status.empty() && std::ranges::find(kStatusNames, status) == kStatusNames.end())
    return http::Problem({keel::Kind::kInvalid, "field-unknown-value", "That is no status of a payment.", "status"},
                         request);
  const auto intents = Intents(front.desk, status, page->before, page->limit);
  json items = json::array();
  for (const auto& intent : intents) items.push_back(ToJson(intent));
  return ListReply(request, *page, std::move(items), intents.empty() ? "" : intents.back().id.text());
}

/// Cash that a carrier reports otherwise than the order says.
http::Reply GetCodDifferences(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  for (const auto& view : CodDifferences(front.desk)) items.push_back(ToJson(view));
  return Private(request, {{"items", std::move(items)}});
}

/// A name of ours, or empty for any. Blanks and what nobody sees are neither: they must not make a rule for everybody.
std::string MaybeWord(http::Fields& in, const json& body, const char* name) {
  if (!in.Has(name) || body.at(name) == "") return {};
  return in.Text(name, 1, 24);
}

/// A new dated rule; those before stay. Orders already placed keep what they were placed under.
http::Reply PostRule(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  CommissionRule rule{.party_kind = MaybeWord(in, *body, "party_kind"),
                      .category = in.MaybeText("category", 64).value_or(""),
                      .basis_points = in.Int("basis_points", 0, 5'000),
                      .basis = in.Text("basis", 3, 300),
                      .channel = MaybeWord(in, *body, "channel")};
  const auto from = keel::FromRfc3339(in.Text("valid_from", 1, 40));
  if (!in.ok()) return http::Problem(in.error(), request);
  if (!from)
    return http::Problem({keel::Kind::kInvalid, "field-wrong-type", "valid_from: RFC 3339.", "valid_from"}, request);
  rule.valid_from = *from;
  if (!rule.category.empty() && front.knows_category) {
    const auto known = front.knows_category(rule.category, request);
    if (!known) return http::Problem(known.error(), request);
    if (!*known)
      return http::Problem({keel::Kind::kInvalid, "rule-names-nothing", "No goods have that category.", rule.category},
                           request);
  }
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        if (auto added = AddRule(transaction, front.desk, rule); !added) return added.error();
                        return http::Json(201, ToJson(rule));
                      });
}

http::Reply PostWithdraw(const Front& front, const http::Request& request) {
  const std::string text(request.Param("id"));
  constexpr std::size_t kMostDigits = 18;
  if (text.empty() || text.size() > kMostDigits || text.find_first_not_of("0123456789") != text.npos)
    return http::Problem({keel::Kind::kNotFound, "rule-not-found", "There is no such rule."}, request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
                        if (auto done = WithdrawRule(transaction, front.desk, std::stoll(text), by); !done)
                          return done.error();
                        return http::Json(200, {{"id", std::stoll(text)}, {"withdrawn", true}});
                      });
}

http::Reply GetPeriods(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  for (const auto& period : LedgerPeriods(front.desk)) items.push_back(ToJson(period));
  return Private(request, {{"items", std::move(items)}});
}

/// Closes a month and all before it.
http::Reply PostClose(const Front& front, const http::Request& request) {
  const auto month = Month::Parse(request.Param("month"));
  if (!month) return http::Problem(month.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
                        const auto closed = ClosePeriod(transaction, front.desk, *month, by);
                        if (!closed) return closed.error();
                        return http::Json(200, {{"period", month->text()}, {"closed", true}});
                      });
}

}  // namespace

void MountLedgerRoutes(const Front& front) {
  using enum http::Method;
  front.server.Work(kGet, "/v1/ledger/accounts",
                    [front](const http::Request& request) { return GetAccounts(front, request); });
  front.server.Work(kGet, "/v1/ledger/bank", [front](const http::Request& request) { return GetBank(front, request); });
  front.server.Work(kGet, "/v1/ledger/entries",
                    [front](const http::Request& request) { return GetEntries(front, request); });
  front.server.Work(kGet, "/v1/intents", [front](const http::Request& request) { return GetIntents(front, request); });
  front.server.Work(kGet, "/v1/cod-differences",
                    [front](const http::Request& request) { return GetCodDifferences(front, request); });
  front.server.Work(kGet, "/v1/ledger/periods",
                    [front](const http::Request& request) { return GetPeriods(front, request); });
  front.server.Work(kPost, "/v1/ledger/periods/:month/close",
                    [front](const http::Request& request) { return ForOperators(PostClose)(front, request); });
  front.server.Work(kPost, "/v1/commission-rules",
                    [front](const http::Request& request) { return ForOperators(PostRule)(front, request); });
  front.server.Work(kPost, "/v1/commission-rules/:id/withdraw",
                    [front](const http::Request& request) { return ForOperators(PostWithdraw)(front, request); });
}

}  // namespace payments
