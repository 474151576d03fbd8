#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/statement.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/bank_round.hpp"
#include "payments/http/routes.hpp"
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
  if (!payout.second_reference.empty()) body["second_reference"] = payout.second_reference;
  if (payout.batch) body["batch_id"] = payout.batch->text();
  if (payout.paid_at) body["paid_at"] = keel::ToRfc3339(*payout.paid_at);
  if (payout.bounced_at) body["bounced_at"] = keel::ToRfc3339(*payout.bounced_at);
  return body;
}

json ToJson(const ReadyRow& row, const PartyNames& names) {
  return {{"party_id", row.party.text()},
          {"party_name", names.Of(row.party.text())},
          {"ready", http::ToJson(row.ready)},
          {"waiting", http::ToJson(row.waiting)},
          {"held", http::ToJson(row.held)},
          {"has_payee", row.has_payee},
          {"refused", row.refused}};
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
  for (const auto& batch : batches) items.push_back(ToJson(SumsOf(batch)));
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
  auto body = ToJson(SumsOf(view->batch));
  body["payouts"] = json::array();
  const auto names = NamesOf(front.desk);
  for (const auto& payout : view->payouts) body["payouts"].push_back(ToJson(payout, names));
  return Private(request, body);
}

http::Reply GetFile(const Front& front, const http::Request& request, bool workbook) {
  const auto view = BatchOf(front, request);
  if (!view) return http::Problem(view.error(), request);
  return FileReply("chi-tien-" + view->batch.id.text().substr(22), TransfersOf(view->payouts), workbook);
}

http::Reply PostResult(const Front& front, const http::Request& request) {
  const auto id = PayoutBatchId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return PostAnswer(front, request, [&](keel::sql::Transaction& transaction, const std::string& csv) {
    return TakeBankAnswer(transaction, front.desk, *id, csv);
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

http::Reply GetPayoutQr(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  const auto id = PayoutId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  const auto view = OnePayout(front.desk, *id);
  if (!view) return http::Problem(view.error(), request);
  return QrReply(request, TransferOf(view->payout));
}

http::Reply Settle(const Front& front, const http::Request& request, bool sent) {
  const auto id = PayoutId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  return PostTold(
      front, request, sent, [&](keel::sql::Transaction& transaction, const std::string& word) -> keel::Result<json> {
        const auto payout =
            sent ? ConfirmPayout(transaction, front.desk, *id, word) : BouncePayout(transaction, front.desk, *id, word);
        if (!payout) return payout.error();
        return ToJson(*payout, NameStore(transaction.session()).All());
      });
}

/// The account that a payout came back from is right after all: the next round goes there.
http::Reply PostTryAgain(const Front& front, const http::Request& request) {
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return http::Problem(party.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        if (auto done = TryPayeeAgain(transaction, *party); !done) return done.error();
                        return http::Json(200, {{"party_id", party->text()}});
                      });
}

}  // namespace

void MountPayoutRoutes(const Front& front) {
  using enum http::Method;
  const auto on = [&](http::Method method, const char* path, auto handle) {
    front.server.Work(method, path, [front, handle](const http::Request& request) { return handle(front, request); });
  };
  on(kGet, "/v1/payouts/ready", GetReady);
  on(kPost, "/v1/payout-batches", ForOperators(PostBatch));
  on(kGet, "/v1/payout-batches", GetBatches);
  on(kGet, "/v1/payout-batches/:id", GetBatch);
  on(kGet, "/v1/payout-batches/:id/file.csv",
     [](const Front& to, const http::Request& request) { return GetFile(to, request, false); });
  on(kGet, "/v1/payout-batches/:id/file.xlsx",
     [](const Front& to, const http::Request& request) { return GetFile(to, request, true); });
  on(kPost, "/v1/payout-batches/:id/result", ForOperators(PostResult));
  on(kPost, "/v1/parties/:id/payee/try-again", ForOperators(PostTryAgain));
  on(kGet, "/v1/payouts/:id", GetPayout);
  on(kGet, "/v1/payouts/:id/qr.svg", GetPayoutQr);
  on(kPost, "/v1/payouts/:id/confirm",
     ForOperators([](const Front& to, const http::Request& request) { return Settle(to, request, true); }));
  on(kPost, "/v1/payouts/:id/bounce",
     ForOperators([](const Front& to, const http::Request& request) { return Settle(to, request, false); }));
}

}  // namespace payments
