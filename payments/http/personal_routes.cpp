#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/erase_payers.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

/// A copy of what is kept about whoever asks, and what accounts must know before a seller is erased.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

/// One's own account, whole.
json ToJson(const PayerData& data) {
  json out{{"purchase_id", data.purchase.text()}, {"refund_account", nullptr}, {"refunds", json::array()}};
  if (data.account)
    out["refund_account"] = {{"bank_name", BankName(data.account->bank_bin)},
                             {"account", data.account->account},
                             {"holder", data.account->holder},
                             {"source", data.account->source}};
  for (const auto& refund : data.refunds)
    out["refunds"].push_back({{"amount", http::ToJson(refund.amount)},
                              {"state", NameOf(kPayoutStateNames, refund.state)},
                              {"reference", refund.reference},
                              {"bank_name", BankName(refund.bank_bin)},
                              {"account", refund.account},
                              {"holder", refund.holder},
                              {"at", keel::ToRfc3339(refund.at)}});
  return out;
}

http::Reply GetPersonalData(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  if (who->IsService())
    return http::Problem({keel::Kind::kForbidden, "not-allowed", "A service is nobody to ask about."}, request);
  std::vector<PurchaseId> purchases;
  if (front.ask_purchases) {
    auto asked = front.ask_purchases(request);
    if (!asked) return http::Problem(asked.error(), request);
    purchases = *std::move(asked);
  }
  json items = json::array();
  for (const auto& data : PayerDataOf(front.desk, purchases)) items.push_back(ToJson(data));
  return Private(request, {{"refunds", std::move(items)}});
}

http::Reply GetBalance(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Service(request);
  if (!who) return http::Problem(who.error(), request);
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return http::Problem(party.error(), request);
  const auto balance = BalanceOf(front.desk, *party);
  return Private(request, {{"balance_vnd", balance.owed.dong()}, {"in_transfer_vnd", balance.in_transfer.dong()}});
}

}  // namespace

void MountPersonalRoutes(const Front& front) {
  front.server.Work(http::Method::kGet, "/v1/me/personal-data",
                    [front](const http::Request& request) { return GetPersonalData(front, request); });
  front.server.Work(http::Method::kGet, "/internal/parties/:id/balance",
                    [front](const http::Request& request) { return GetBalance(front, request); });
}

}  // namespace payments
