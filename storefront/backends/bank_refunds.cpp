#include "storefront/backends/bank_refunds.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

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

Got<OfferedMethods> MethodsFor(const Asker& payments, const Caller& caller, const std::vector<std::string>& sellers) {
  std::string parties;
  for (const auto& seller : sellers) parties += (parties.empty() ? "" : ",") + seller;
  const auto json = payments.Get(caller, "/v1/payment-methods" + QueryText().Add("sellers", parties).text());
  if (!json) return json.failure();
  const auto bound = [](const Json& item, std::string_view name) {
    return At(item, name).is_object() ? std::optional(Dong(item, name)) : std::nullopt;
  };
  return OfferedMethods{
      Each<OfferedMethod>(*json, "items",
                          [&](const Json& item) {
                            return OfferedMethod{Text(item, "code"), bound(item, "least"), bound(item, "most")};
                          }),
      Text(*json, "mode") == "direct"};
}

Got<Nothing> SetRefundAccount(const Asker& payments, const Caller& caller, const std::string& purchase,
                              const RefundAccountWish& wish) {
  const Json body{{"bank_bin", wish.bank_bin}, {"account", wish.account}, {"holder", wish.holder}};
  return Quietly(payments.Send(caller, Method::kPut, "/v1/purchases/" + UrlEncode(purchase) + "/refund-account", body));
}

}  // namespace storefront::backends
