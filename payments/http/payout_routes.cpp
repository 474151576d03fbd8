#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/names.hpp"
#include "payments/domain/vietqr.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/statement.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"
#include "payments/http/sheet.hpp"
#include "payments/providers/vietqr/qr_svg.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

/// Operators: rounds of payouts, their bank files, what the bank answers.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

json ToJson(const PayoutRow& payout, const PartyNames& names) {
  json body{{"id", payout.id.text()},
            {"party_id", payout.party.text()},
            {"party_name", names.Of(payout.party.text())},
            {"amount", http::ToJson(payout.amount)},
            {"state", NameOf(kPayoutStateNames, payout.state)},
            {"reference", payout.reference},
            {"bank_bin", payout.bank_bin},
            {"bank_name", BankName(payout.bank_bin)},
            {"account_masked", Masked(payout.account)},
            {"holder", payout.holder},
            {"bank_reference", payout.bank_reference},
            {"reason", payout.reason},
            {"at", keel::ToRfc3339(payout.at)}};
  if (payout.batch) body["batch_id"] = payout.batch->text();
  if (payout.paid_at) body["paid_at"] = keel::ToRfc3339(*payout.paid_at);
  if (payout.bounced_at) body["bounced_at"] = keel::ToRfc3339(*payout.bounced_at);
  return body;
}

json ToJson(const ReadyRow& row, const PartyNames& names) {
  return {{"party_id", row.party.text()},     {"party_name", names.Of(row.party.text())},
          {"ready", http::ToJson(row.ready)}, {"waiting", http::ToJson(row.waiting)},
          {"held", http::ToJson(row.held)},   {"has_payee", row.has_payee}};
}

json ToJson(const BatchRow& batch) {
  return {{"id", batch.id.text()},
          {"made_at", keel::ToRfc3339(batch.made_at)},
          {"count", batch.count},
          {"open", batch.open},
          {"total", http::ToJson(batch.total)},
          {"paid", http::ToJson(batch.paid)},
          {"bounced", http::ToJson(batch.bounced)}};
}

http::Reply GetReady(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  const auto names = NamesOf(front.desk);
  for (const auto& row : ReadyToPay(front.desk)) items.push_back(ToJson(row, names));
  return Private(request, {{"items", std::move(items)}});
}

http::Reply PostBatch(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto least = in.Has("least") ? in.Dong("least", 0, 1'000'000'000) : keel::Money::Vnd(1);
  if (!in.ok()) return http::Problem(in.error(), request);
  return OperatorDeed(
      front, request, [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
        const auto made = PreparePayouts(transaction, front.desk, least, by);
        if (!made) return made.error();
        json payouts = json::array(), left_out = json::array();
        const auto names = NameStore(transaction.session()).All();
        for (const auto& payout : made->payouts) payouts.push_back(ToJson(payout, names));
        for (const auto& row : made->left_out) left_out.push_back(ToJson(row, names));
        return http::Json(
            201, {{"id", made->id.text()}, {"payouts", std::move(payouts)}, {"left_out", std::move(left_out)}});
      });
}

http::Reply GetBatches(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "pab_");
  if (!page) return http::Problem(page.error(), request);
  const auto batches = PayoutBatches(front.desk, page->before, page->limit);
  json items = json::array();
  for (const auto& batch : batches) items.push_back(ToJson(batch));
  return ListReply(request, *page, std::move(items), batches.empty() ? "" : batches.back().id.text());
}

/// The batch a route names, for an operator.
keel::Result<BatchView> BatchOf(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return who.error();
  const auto id = PayoutBatchId::Parse(request.Param("id"));
  if (!id) return id.error();
  return OneBatch(front.desk, *id);
}

http::Reply GetBatch(const Front& front, const http::Request& request) {
  const auto view = BatchOf(front, request);
  if (!view) return http::Problem(view.error(), request);
  auto body = ToJson(view->batch);
  body["payouts"] = json::array();
  const auto names = NamesOf(front.desk);
  for (const auto& payout : view->payouts) body["payouts"].push_back(ToJson(payout, names));
  return Private(request, body);
}

/// What a bank's "pay many" page takes: only payouts that are still to be paid.
keel::Result<Sheet> BankFile(const Front& front, const http::Request& request) {
  const auto view = BatchOf(front, request);
  if (!view) return view.error();
  Sheet sheet{"chi-tien-" + view->batch.id.text().substr(22),
              {"STT", "Tên người nhận", "Số tài khoản", "Mã ngân hàng", "Ngân hàng", "Số tiền", "Nội dung"},
              {}};
  std::int64_t number = 0;
  for (const auto& payout : view->payouts)
    if (payout.state == PayoutState::kPrepared)
      sheet.rows.push_back({++number, keel::text::Ascii(payout.holder), payout.account, payout.bank_bin,
                            std::string(BankName(payout.bank_bin)), payout.amount.dong(), payout.reference});
  return sheet;
}

http::Reply GetFile(const Front& front, const http::Request& request, bool workbook) {
  const auto sheet = BankFile(front, request);
  if (!sheet) return http::Problem(sheet.error(), request);
  return workbook ? XlsxReply(*sheet) : CsvReply(*sheet);
}

http::Reply PostResult(const Front& front, const http::Request& request) {
  if (!request.Header("content-type").starts_with("text/csv"))
    return http::Problem({keel::Kind::kUnsupported, "csv-expected", "Send a CSV file (text/csv)."}, request);
  const auto id = PayoutBatchId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return OperatorDeed(
      front, request, [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
        const auto answers = TakeBankAnswer(transaction, front.desk, *id, std::string(request.body));
        if (!answers) return answers.error();
        json rows = json::array();
        for (const auto& answer : *answers)
          rows.push_back({{"line", answer.line}, {"reference", answer.reference}, {"outcome", answer.outcome}});
        return http::Json(200, {{"rows", std::move(rows)}});
      });
}

http::Reply GetPayout(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = PayoutId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto view = OnePayout(front.desk, *id);
  if (!view || !who->MayActFor(view->payout.party.text()))
    return http::Problem({keel::Kind::kNotFound, "payout-not-found", "There is no such payout."}, request);
  auto body = ToJson(view->payout, NamesOf(front.desk));
  body["lines"] = json::array();
  for (const auto& line : view->lines)
    body["lines"].push_back({{"order_id", line.order.text()},
                             {"order_code", line.order_code},
                             {"kind", line.item_kind},
                             {"amount", http::ToJson(line.amount)}});
  return Private(request, body);
}

/// Where no file can be sent: the same transfer as a code for the bank's app.
http::Reply GetPayoutQr(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = PayoutId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto view = OnePayout(front.desk, *id);
  if (!view) return http::Problem(view.error(), request);
  const auto& payout = view->payout;
  if (payout.state != PayoutState::kPrepared)
    return http::Problem({keel::Kind::kNotFound, "qr-not-available", "This payout does not wait to be paid."}, request);
  const auto payload = WriteQr({.dynamic = true,
                                .beneficiary = QrBeneficiary{payout.bank_bin, payout.account, "QRIBFTTA"},
                                .amount = payout.amount,
                                .additional = {{"08", payout.reference}}});
  if (!payload) return http::Problem(payload.error(), request);
  http::Reply reply;
  reply.content_type = "image/svg+xml";
  reply.body = QrSvg(*payload, "VietQR " + payout.reference);
  return std::move(reply).With("Cache-Control", "private, no-store").With("X-Content-Type-Options", "nosniff");
}

http::Reply PostConfirm(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto reference = in.Text("bank_reference", 1, 64);
  if (!in.ok()) return http::Problem(in.error(), request);
  const auto id = PayoutId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        const auto payout = ConfirmPayout(transaction, front.desk, *id, reference);
                        if (!payout) return payout.error();
                        return http::Json(200, ToJson(*payout, NameStore(transaction.session()).All()));
                      });
}

http::Reply PostBounce(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto reason = in.Text("reason", 1, 200);
  if (!in.ok()) return http::Problem(in.error(), request);
  const auto id = PayoutId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        const auto payout = BouncePayout(transaction, front.desk, *id, reason);
                        if (!payout) return payout.error();
                        return http::Json(200, ToJson(*payout, NameStore(transaction.session()).All()));
                      });
}

}  // namespace

void MountPayoutRoutes(const Front& front) {
  using enum http::Method;
  const auto on = [&](http::Method method, const char* path, auto handle) {
    front.server.Work(method, path, [front, handle](const http::Request& request) { return handle(front, request); });
  };
  on(kGet, "/v1/payouts/ready", GetReady);
  on(kPost, "/v1/payout-batches", PostBatch);
  on(kGet, "/v1/payout-batches", GetBatches);
  on(kGet, "/v1/payout-batches/:id", GetBatch);
  on(kGet, "/v1/payout-batches/:id/file.csv",
     [](const Front& to, const http::Request& request) { return GetFile(to, request, false); });
  on(kGet, "/v1/payout-batches/:id/file.xlsx",
     [](const Front& to, const http::Request& request) { return GetFile(to, request, true); });
  on(kPost, "/v1/payout-batches/:id/result", PostResult);
  on(kGet, "/v1/payouts/:id", GetPayout);
  on(kGet, "/v1/payouts/:id/qr.svg", GetPayoutQr);
  on(kPost, "/v1/payouts/:id/confirm", PostConfirm);
  on(kPost, "/v1/payouts/:id/bounce", PostBounce);
}

}  // namespace payments
