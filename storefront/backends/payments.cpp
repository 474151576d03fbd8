#include "storefront/backends/payments.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

Intent ReadIntent(const Json& json) {
  Intent intent;
  intent.id = Text(json, "id");
  intent.method = Text(json, "method");
  intent.status = Text(json, "status");
  intent.reference = Text(json, "reference");
  intent.qr_payload = Text(json, "qr_payload");
  intent.has_qr = !Text(json, "qr_url").empty();
  intent.straight_to_seller = !Text(json, "to_seller").empty();
  intent.amount = Dong(json, "amount");
  intent.received = Dong(json, "received");
  intent.remaining = Dong(json, "remaining");
  intent.refund_due = Dong(json, "refund_due");
  intent.refunded = Dong(json, "refunded");
  const Json& provider = At(json, "provider");
  intent.provider = Text(provider, "name");
  intent.can_go = Flag(provider, "open");
  const std::string last = Text(At(json, "last_attempt"), "state");
  intent.last_try_failed = last == "failed" || last == "expired";
  const Json& bank = At(json, "bank");
  intent.bank_bin = Text(bank, "bin");
  intent.bank_name = Text(bank, "name");
  intent.bank_account = Text(bank, "account");
  intent.bank_holder = Text(bank, "holder");
  intent.expires_at = Time(json, "expires_at");
  return intent;
}

}  // namespace

Got<PurchasePayment> Payments::ForPurchase(const Caller& caller, const std::string& purchase_id,
                                           const std::string& phone) const {
  const auto json = ask_.Get(caller, "/v1/purchases/" + keel::http::UrlEncode(purchase_id) + "/payment" +
                                         QueryText().Add("phone", phone).text());
  if (!json) return json.failure();
  const Json& account = At(*json, "refund_account");
  return PurchasePayment{Text(*json, "purchase_id"), Each<Intent>(*json, "intents", ReadIntent),
                         Text(account, "bank_name"), Text(account, "account_masked")};
}

Got<std::string> Payments::Qr(const Caller& caller, const std::string& intent_id, const std::string& phone) const {
  return ask_.GetRaw(
      caller, "/v1/intents/" + keel::http::UrlEncode(intent_id) + "/qr.svg" + QueryText().Add("phone", phone).text());
}

Got<std::string> Payments::PayAddress(const Caller& caller, const std::string& intent_id,
                                      const std::string& phone) const {
  const auto json =
      ask_.Send(caller, keel::http::Method::kPut,
                "/v1/intents/" + keel::http::UrlEncode(intent_id) + "/attempt" + QueryText().Add("phone", phone).text(),
                Json::object());
  if (!json) return json.failure();
  return Text(*json, "pay_url");
}

Got<Intent> Payments::LookAgain(const Caller& caller, const std::string& intent_id, const std::string& phone) const {
  const auto json =
      ask_.Send(caller, keel::http::Method::kPut,
                "/v1/intents/" + keel::http::UrlEncode(intent_id) + "/look" + QueryText().Add("phone", phone).text(),
                Json::object());
  if (!json) return json.failure();
  return ReadIntent(*json);
}

Got<NetQuote> Payments::Net(const Caller& caller, keel::Money price, const std::string& party_kind,
                            const std::string& category, const std::string& party_id) const {
  const auto query = QueryText()
                         .Add("amount", std::to_string(price.dong()))
                         .Add("party_kind", party_kind)
                         .Add("category", category)
                         .Add("party_id", party_id)
                         .text();
  const auto json = ask_.Get(caller, "/v1/net-quotes" + query);
  if (!json) return json.failure();
  return NetQuote{Dong(*json, "price"),        Dong(*json, "commission"),   Dong(*json, "commission_tax"),
                  Dong(*json, "vat_withheld"), Dong(*json, "pit_withheld"), Dong(*json, "net")};
}

}  // namespace storefront::backends
