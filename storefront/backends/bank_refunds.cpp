#include "storefront/backends/bank_refunds.hpp"

#include <algorithm>

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

constexpr auto kBatches = "/v1/bank-refund-batches";

std::string BatchPath(const std::string& id) {
  return std::string(kBatches) + "/" + UrlEncode(id);
}

std::string RefundPath(const std::string& id) {
  return "/v1/bank-refunds/" + UrlEncode(id);
}

Batch ReadBatch(const Json& json) {
  Batch batch{.id = Text(json, "id"),
              .made_at = Time(json, "made_at"),
              .count = Int(json, "count"),
              .open = Int(json, "open"),
              .total = Dong(json, "total"),
              .paid = Dong(json, "paid"),
              .bounced = Dong(json, "bounced")};
  batch.payouts = Each<Payout>(json, "refunds", [](const Json& row) {
    return Payout{.id = Text(row, "id"),
                  .state = Text(row, "state"),
                  .reference = Text(row, "reference"),
                  .bank_name = Text(row, "bank_name"),
                  .account_masked = Text(row, "account_masked"),
                  .holder = Text(row, "holder"),
                  .bank_reference = Text(row, "bank_reference"),
                  .reason = Text(row, "reason"),
                  .amount = Dong(row, "amount"),
                  .at = Time(row, "at")};
  });
  return batch;
}

Got<Nothing> Quietly(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

}  // namespace

Got<std::vector<OwedRefund>> OwedRefunds(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/bank-refunds/owed");
  if (!json) return json.failure();
  return Each<OwedRefund>(*json, "items", [](const Json& row) {
    const Json& account = At(row, "account");
    return OwedRefund{Text(row, "intent_id"),          Text(row, "purchase_id"), Text(row, "method"),
                      Text(row, "order_codes"),        Dong(row, "amount"),      Text(account, "bank_name"),
                      Text(account, "account_masked"), Text(account, "holder"),  Text(account, "source")};
  });
}

Got<std::string> MakeRefundBatch(const Asker& payments, const Caller& caller) {
  const auto json = payments.Send(caller, Method::kPost, kBatches, Json::object());
  if (!json) return json.failure();
  return Text(*json, "id");
}

Got<Listing<Batch>> RefundBatches(const Asker& payments, const Caller& caller, const std::string& cursor) {
  const auto json = payments.Get(caller, kBatches + QueryText().Add("cursor", cursor).text());
  if (!json) return json.failure();
  return Listing<Batch>{Each<Batch>(*json, "items", ReadBatch), Text(*json, "next")};
}

Got<Batch> OneRefundBatch(const Asker& payments, const Caller& caller, const std::string& id) {
  const auto json = payments.Get(caller, BatchPath(id));
  if (!json) return json.failure();
  return ReadBatch(*json);
}

Got<std::string> RefundFile(const Asker& payments, const Caller& caller, const std::string& id,
                            const std::string& ending) {
  return payments.GetRaw(caller, BatchPath(id) + "/file." + ending);
}

Got<std::string> RefundQr(const Asker& payments, const Caller& caller, const std::string& refund) {
  return payments.GetRaw(caller, RefundPath(refund) + "/qr.svg");
}

Got<std::vector<BankAnswer>> SendRefundAnswer(const Asker& payments, const Caller& caller, const std::string& batch,
                                              std::string csv) {
  const auto text = payments.SendRaw(caller, Method::kPost, BatchPath(batch) + "/result", std::move(csv), "text/csv");
  if (!text) return text.failure();
  const auto json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return Each<BankAnswer>(json, "rows", [](const Json& row) {
    return BankAnswer{Int(row, "line"), Text(row, "reference"), Text(row, "outcome")};
  });
}

Got<Nothing> ConfirmRefund(const Asker& payments, const Caller& caller, const std::string& refund,
                           const std::string& bank_reference) {
  return Quietly(
      payments.Send(caller, Method::kPost, RefundPath(refund) + "/confirm", {{"bank_reference", bank_reference}}));
}

Got<Nothing> BounceRefund(const Asker& payments, const Caller& caller, const std::string& refund,
                          const std::string& reason) {
  return Quietly(payments.Send(caller, Method::kPost, RefundPath(refund) + "/bounce", {{"reason", reason}}));
}

bool RefundPlace::IsStraight(const std::string& intent) const {
  return std::ranges::find(straight_to_sellers, intent) != straight_to_sellers.end();
}

Got<RefundPlace> RefundPlaceOf(const Asker& payments, const Caller& caller, const std::string& purchase) {
  const auto json = payments.Get(caller, "/v1/purchases/" + UrlEncode(purchase) + "/payment");
  if (!json) return json.failure();
  const Json& account = At(*json, "refund_account");
  RefundPlace place{Text(account, "bank_name"), Text(account, "account_masked"), {}};
  for (const auto& intent : Each<std::pair<std::string, std::string>>(
           *json, "intents", [](const Json& one) { return std::pair(Text(one, "id"), Text(one, "to_seller")); }))
    if (!intent.second.empty()) place.straight_to_sellers.push_back(intent.first);
  return place;
}

Got<OfferedMethods> MethodsFor(const Asker& payments, const Caller& caller, const std::vector<std::string>& sellers) {
  std::string parties;
  for (const auto& seller : sellers) parties += (parties.empty() ? "" : ",") + seller;
  const auto json = payments.Get(caller, "/v1/payment-methods" + QueryText().Add("sellers", parties).text());
  if (!json) return json.failure();
  return OfferedMethods{Each<std::string>(*json, "items", [](const Json& item) { return Text(item, "code"); }),
                        Text(*json, "mode") == "direct"};
}

Got<Nothing> SetRefundAccount(const Asker& payments, const Caller& caller, const std::string& purchase,
                              const RefundAccountWish& wish) {
  Json body{{"bank_bin", wish.bank_bin}, {"account", wish.account}, {"holder", wish.holder}};
  if (!wish.phone.empty()) body["phone"] = wish.phone;
  return Quietly(payments.Send(caller, Method::kPut, "/v1/purchases/" + UrlEncode(purchase) + "/refund-account", body));
}

}  // namespace storefront::backends
