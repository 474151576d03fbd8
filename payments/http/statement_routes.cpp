#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/http/handlers.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "payments/domain/month.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/member_shares.hpp"
#include "payments/flows/statement.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"
#include "payments/http/sheet.hpp"
#include "payments/http/sheet_words.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

/// Sellers: statements, payouts, the account the money goes to.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

json ToJson(const StatementLine& line) {
  json body{{"at", keel::ToRfc3339(line.at)},
            {"kind", line.kind},
            {"amount", http::ToJson(line.amount)},
            {"balance", http::ToJson(line.balance)},
            {"parts", ToJson(line.parts)}};
  if (!line.order_id.empty()) body["order_id"] = line.order_id;
  if (!line.order_code.empty()) body["order_code"] = line.order_code;
  if (!line.payout_id.empty()) body["payout_id"] = line.payout_id;
  if (!line.bank_reference.empty()) body["bank_reference"] = line.bank_reference;
  return body;
}

struct Asked {
  PartyId party;
  Month month;
};
keel::Result<Asked> AskedStatement(const Front& front, const http::Request& request) {
  const auto party = ReadableParty(front, request);
  if (!party) return party.error();
  const auto text = request.QueryOr("month", "");
  if (text.empty()) return Asked{party->party, Month::Of(front.desk.clock.Now())};
  auto month = Month::Parse(text);
  if (!month) return month.error();
  return Asked{party->party, *month};
}

http::Reply GetStatement(const Front& front, const http::Request& request) {
  const auto asked = AskedStatement(front, request);
  if (!asked) return http::Problem(asked.error(), request);
  const auto statement = StatementOf(front.desk, asked->party, asked->month.Start(), asked->month.End());
  json lines = json::array();
  for (const auto& line : statement.lines) lines.push_back(ToJson(line));
  json shares = json::array();
  const auto names = NamesOf(front.desk);
  for (const auto& share : SharesOf(front.desk, asked->party, asked->month.Start(), asked->month.End()))
    shares.push_back({{"at", keel::ToRfc3339(share.at)},
                      {"kind", share.kind},
                      {"order_id", share.order_id},
                      {"order_code", share.order_code},
                      {"cooperative_id", share.cooperative},
                      {"cooperative_name", names.Of(share.cooperative)},
                      {"party_id", share.party},
                      {"party_name", names.Of(share.party)},
                      {"pieces", share.pieces},
                      {"ordered", share.ordered},
                      {"amount", http::ToJson(share.amount)},
                      {"order_net", http::ToJson(share.order_net)}});
  return Private(request, {{"party_id", asked->party.text()},
                           {"month", asked->month.text()},
                           {"opening", http::ToJson(statement.opening)},
                           {"sold", http::ToJson(statement.sold)},
                           {"taken_back", http::ToJson(statement.taken_back)},
                           {"paid_out", http::ToJson(statement.paid_out)},
                           {"repaid", http::ToJson(statement.repaid)},
                           {"closing", http::ToJson(statement.closing)},
                           {"shares", std::move(shares)},
                           {"lines", std::move(lines)}});
}

http::Reply GetStatementCsv(const Front& front, const http::Request& request) {
  const auto asked = AskedStatement(front, request);
  if (!asked) return http::Problem(asked.error(), request);
  const auto statement = StatementOf(front.desk, asked->party, asked->month.Start(), asked->month.End());
  Sheet sheet{"sao-ke-" + asked->month.text(),
              {"Ngày", "Loại", "Mã đơn", "Tiền hàng", "Phí chợ", "Thuế trên phí", "Thuế GTGT khấu trừ",
               "Thuế TNCN khấu trừ", "Phí gửi gói sau", "Số tiền", "Còn lại", "Mã chuyển tiền"},
              {}};
  for (const auto& line : statement.lines)
    sheet.rows.push_back({VietnamDay(line.at), StatementWord(line.kind), line.order_code, line.parts.price.dong(),
                          line.parts.commission.dong(), line.parts.commission_tax.dong(), line.parts.vat.dong(),
                          line.parts.pit.dong(), line.parts.post.dong(), line.amount.dong(), line.balance.dong(),
                          line.bank_reference});
  return CsvReply(sheet);
}

http::Reply GetPayouts(const Front& front, const http::Request& request) {
  const auto party = ReadableParty(front, request);
  if (!party) return http::Problem(party.error(), request);
  json items = json::array();
  for (const auto& payout : PayoutsOf(front.desk, party->party)) {
    json row{{"id", payout.id.text()},
             {"amount", http::ToJson(payout.amount)},
             {"state", NameOf(kPayoutStateNames, payout.state)},
             {"bank_name", BankName(payout.bank_bin)},
             {"account_masked", Masked(payout.account)},
             {"bank_reference", payout.bank_reference},
             {"reason", payout.reason},
             {"at", keel::ToRfc3339(payout.at)}};
    if (payout.paid_at) row["paid_at"] = keel::ToRfc3339(*payout.paid_at);
    items.push_back(std::move(row));
  }
  return Private(request, {{"items", std::move(items)}});
}

json ToJson(const PartyId& party, const Payee& payee) {
  return {{"party_id", party.text()},
          {"bank_bin", payee.bank_bin},
          {"bank_name", BankName(payee.bank_bin)},
          {"account_masked", Masked(payee.account)},
          {"holder", payee.holder},
          {"legal_name", payee.legal_name},
          {"tax_id_masked", Masked(payee.tax_id)},
          {"tax_id_kind", payee.tax_id_kind},
          {"resident", payee.resident},
          {"version", payee.version}};
}

http::Reply GetPayee(const Front& front, const http::Request& request) {
  const auto party = OwnParty(front, request);
  if (!party) return http::Problem(party.error(), request);
  const auto payee = PayeeOf(front.desk, party->party);
  if (!payee)
    return http::Problem({keel::Kind::kNotFound, "payee-not-found", "No bank account was given yet."}, request);
  return Private(request, ToJson(party->party, *payee));
}

http::Reply PutPayee(const Front& front, const http::Request& request) {
  const auto party = OwnParty(front, request);
  if (!party) return http::Problem(party.error(), request);
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  Payee payee{.bank_bin = in.Text("bank_bin", 6, 6),
              .account = PlainAccount(in.Text("account", 4, 30)),
              .holder = in.Text("holder", 2, 100),
              .legal_name = in.Text("legal_name", 2, 200),
              .tax_id = in.MaybeText("tax_id", 14).value_or(""),
              .tax_id_kind = in.MaybeText("tax_id_kind", 16).value_or("personal-id"),
              .resident = in.Flag("resident", true),
              .version = in.Int("version", 0, 1'000'000)};
  if (!in.ok()) return http::Problem(in.error(), request);
  return keel::idempotency::Run(front.desk.pool, request, party->who.subject, front.desk.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<http::Reply> {
                                  const auto saved =
                                      SavePayee(transaction, front.desk, party->party, payee, party->who.subject);
                                  if (!saved) return saved.error();
                                  return http::Json(200, ToJson(party->party, *saved));
                                });
}

/// The banks money can be sent to, for the form.
http::Reply GetBanks(const Front&, const http::Request& request) {
  json items = json::array();
  for (const auto& [bin, name] : Banks()) items.push_back({{"bin", bin}, {"name", name}});
  return Public(request, {{"items", std::move(items)}});
}

}  // namespace

void MountStatementRoutes(const Front& front) {
  using enum http::Method;
  http::Routes routes(front.server, front.verifier, front);
  routes.Open(kGet, "/v1/parties/:id/statement", GetStatement);
  routes.Open(kGet, "/v1/parties/:id/statement.csv", GetStatementCsv);
  routes.Open(kGet, "/v1/parties/:id/payouts", GetPayouts);
  routes.Open(kGet, "/v1/parties/:id/payee", GetPayee);
  routes.Open(kPut, "/v1/parties/:id/payee", PutPayee);
  routes.Open(kGet, "/v1/banks", GetBanks);
}

}  // namespace payments
