#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/bank_round.hpp"
#include "payments/http/routes.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

/// Refunds that the market's bank sends: buyers say where to, operators make rounds, the bank answers.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

json ToJson(const RefundAccount& account) {
  return {{"bank_bin", account.bank_bin},
          {"bank_name", BankName(account.bank_bin)},
          {"account_masked", Masked(account.account)},
          {"holder", account.holder},
          {"source", account.source}};
}

json ToJson(const OwedRefund& owed) {
  json body{{"intent_id", owed.intent.text()},
            {"purchase_id", owed.purchase.text()},
            {"method", owed.method},
            {"order_codes", owed.order_codes},
            {"amount", http::ToJson(owed.amount)}};
  if (owed.account) body["account"] = ToJson(*owed.account);
  return body;
}

json ToJson(const BankRefund& refund) {
  json body{{"id", refund.id.text()},
            {"batch_id", refund.batch.text()},
            {"intent_id", refund.intent.text()},
            {"amount", http::ToJson(refund.amount)},
            {"state", NameOf(kPayoutStateNames, refund.state)},
            {"reference", refund.reference},
            {"bank_name", BankName(refund.bank_bin)},
            {"account_masked", Masked(refund.account)},
            {"holder", refund.holder},
            {"bank_reference", refund.bank_reference},
            {"reason", refund.reason},
            {"at", keel::ToRfc3339(refund.at)}};
  if (!refund.second_reference.empty()) body["second_reference"] = refund.second_reference;
  if (refund.paid_at) body["paid_at"] = keel::ToRfc3339(*refund.paid_at);
  return body;
}

http::Reply GetOwed(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  for (const auto& owed : OwedByBank(front.desk)) items.push_back(ToJson(owed));
  return Private(request, {{"items", std::move(items)}});
}

http::Reply PostBatch(const Front& front, const http::Request& request) {
  return OperatorDeed(
      front, request, [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
        const auto made = PrepareRefunds(transaction, front.desk, by);
        if (!made) return made.error();
        json refunds = json::array(), left_out = json::array();
        for (const auto& refund : made->refunds) refunds.push_back(ToJson(refund));
        for (const auto& owed : made->left_out) left_out.push_back(ToJson(owed));
        return http::Json(
            201, {{"id", made->id.text()}, {"refunds", std::move(refunds)}, {"left_out", std::move(left_out)}});
      });
}

http::Reply GetBatches(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto page = ReadPage(request, "rfb_");
  if (!page) return http::Problem(page.error(), request);
  const auto batches = RefundBatches(front.desk, page->before, page->limit);
  json items = json::array();
  for (const auto& batch : batches) items.push_back(ToJson(SumsOf(batch)));
  return ListReply(request, *page, std::move(items), batches.empty() ? "" : batches.back().id.text());
}

/// The batch a route names, for an operator.
keel::Result<RefundBatchView> BatchOf(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return who.error();
  const auto id = RefundBatchId::Parse(request.Param("id"));
  if (!id) return id.error();
  return OneRefundBatch(front.desk, *id);
}

http::Reply GetBatch(const Front& front, const http::Request& request) {
  const auto view = BatchOf(front, request);
  if (!view) return http::Problem(view.error(), request);
  auto body = ToJson(SumsOf(view->batch));
  body["refunds"] = json::array();
  for (const auto& refund : view->refunds) body["refunds"].push_back(ToJson(refund));
  return Private(request, body);
}

http::Reply GetFile(const Front& front, const http::Request& request, bool workbook) {
  const auto view = BatchOf(front, request);
  if (!view) return http::Problem(view.error(), request);
  return FileReply("hoan-tien-" + view->batch.id.text().substr(22), TransfersOf(view->refunds), workbook);
}

http::Reply PostResult(const Front& front, const http::Request& request) {
  const auto id = RefundBatchId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return PostAnswer(front, request, [&](keel::sql::Transaction& transaction, const std::string& csv) {
    return TakeRefundAnswer(transaction, front.desk, *id, csv);
  });
}

http::Reply GetQr(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = RefundId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto refund = OneBankRefund(front.desk, *id);
  if (!refund) return http::Problem(refund.error(), request);
  return QrReply(request, TransferOf(*refund));
}

http::Reply Settle(const Front& front, const http::Request& request, bool sent) {
  const auto id = RefundId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return PostTold(
      front, request, sent, [&](keel::sql::Transaction& transaction, const std::string& word) -> keel::Result<json> {
        const auto refund =
            sent ? ConfirmRefund(transaction, front.desk, *id, word) : BounceRefund(transaction, front.desk, *id, word);
        if (!refund) return refund.error();
        return ToJson(*refund);
      });
}

/// Where its money goes only the buyer says, or an operator who spoke with him. The seller knows the purchase's id and
/// the phone it was bought with, so a phone proves nothing here: the buyer signs in with it, which takes a code sent to
/// it.
http::Reply PutAccount(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto purchase = PurchaseId::Parse(request.Param("id"));
  if (!purchase) return http::Problem(purchase.error(), request);
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const RefundAccount account{.bank_bin = in.Text("bank_bin", 6, 6),
                              .account = PlainAccount(in.Text("account", 4, 30)),
                              .holder = in.Text("holder", 2, 100),
                              .source = who->is_operator ? "operator" : "buyer",
                              .at = front.desk.clock.Now()};
  if (!in.ok()) return http::Problem(in.error(), request);
  if (!who->is_operator) {
    const auto bought = front.ask_purchases ? front.ask_purchases(request) : keel::Result(std::vector<PurchaseId>());
    if (!bought) return http::Problem(bought.error(), request);
    if (std::ranges::find(*bought, *purchase) == bought->end())
      return http::Problem({keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."}, request);
  }
  return keel::idempotency::Run(front.desk.pool, request, who->subject, front.desk.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<http::Reply> {
                                  const auto saved = SetRefundAccount(transaction, front.desk, *purchase, account);
                                  if (!saved) return saved.error();
                                  return http::Json(200, ToJson(account));
                                });
}

}  // namespace

void MountBankRefundRoutes(const Front& front) {
  using enum http::Method;
  const auto on = [&](http::Method method, const char* path, auto handle) {
    front.server.Work(method, path, [front, handle](const http::Request& request) { return handle(front, request); });
  };
  on(kGet, "/v1/bank-refunds/owed", GetOwed);
  on(kPost, "/v1/bank-refund-batches", ForOperators(PostBatch));
  on(kGet, "/v1/bank-refund-batches", GetBatches);
  on(kGet, "/v1/bank-refund-batches/:id", GetBatch);
  on(kGet, "/v1/bank-refund-batches/:id/file.csv",
     [](const Front& to, const http::Request& request) { return GetFile(to, request, false); });
  on(kGet, "/v1/bank-refund-batches/:id/file.xlsx",
     [](const Front& to, const http::Request& request) { return GetFile(to, request, true); });
  on(kPost, "/v1/bank-refund-batches/:id/result", ForOperators(PostResult));
  on(kGet, "/v1/bank-refunds/:id/qr.svg", GetQr);
  on(kPost, "/v1/bank-refunds/:id/confirm",
     ForOperators([](const Front& to, const http::Request& request) { return Settle(to, request, true); }));
  on(kPost, "/v1/bank-refunds/:id/bounce",
     ForOperators([](const Front& to, const http::Request& request) { return Settle(to, request, false); }));
  on(kPut, "/v1/purchases/:id/refund-account", PutAccount);
}

}  // namespace payments
