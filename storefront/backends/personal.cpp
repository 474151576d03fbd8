#include "storefront/backends/personal.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

Erasure ReadErasure(const Json& json) {
  Erasure erasure{.id = Text(json, "id"),
                  .state = Text(json, "state"),
                  .asked_at = Time(json, "asked_at"),
                  .acknowledge_by = Time(json, "acknowledge_by"),
                  .due_at = Time(json, "due_at"),
                  .done_at = Time(json, "done_at"),
                  .overdue = Flag(json, "overdue"),
                  .erased = Int(json, "purchases_erased"),
                  .held_count = Int(json, "orders_held"),
                  .source = Text(json, "source"),
                  .phone_masked = Text(json, "phone_masked"),
                  .seller_held = Text(json, "seller_held"),
                  .held = {}};
  if (const auto until = Time(json, "withdraw_until"); until != keel::Instant{}) erasure.withdraw_until = until;
  erasure.held = Each<HeldOrder>(json, "held", [](const Json& row) {
    return HeldOrder{Text(row, "code"), Text(row, "why"), Time(row, "until")};
  });
  return erasure;
}

Got<Erasure> ReadErasure(const Got<Json>& json) {
  if (!json) return json.failure();
  return ReadErasure(*json);
}

/// "Số 5 đường Na Hối, thôn Na Áng, gần trạm y tế, xã Bắc Hà, Lào Cai", as far as it was said.
std::string AddressOf(const Json& delivery) {
  std::string line;
  for (const char* part : {"street", "hamlet", "landmark", "commune_name", "province_name"})
    if (const auto text = Text(delivery, part); !text.empty()) line += (line.empty() ? "" : ", ") + text;
  return line;
}

PersonalData::Purchase ReadPurchase(const Json& json) {
  const Json& delivery = At(json, "delivery");
  return {Time(json, "placed_at"),
          Text(delivery, "name"),
          Text(delivery, "phone"),
          AddressOf(delivery),
          Text(delivery, "note"),
          Each<std::string>(json, "orders", [](const Json& order) { return Text(order, "code"); })};
}

}  // namespace

Got<PersonalData> ReadPersonalData(const Keepers& keepers, const Caller& caller, keel::Instant now) {
  constexpr const char* kPath = "/v1/me/personal-data";
  const auto accounts = keepers.accounts.Get(caller, kPath);
  if (!accounts) return accounts.failure();
  const auto orders = keepers.orders.Get(caller, kPath);
  if (!orders) return orders.failure();
  const auto payments = keepers.payments.Get(caller, kPath);
  if (!payments) return payments.failure();
  const Json& account = At(*accounts, "account");
  PersonalData data{.name = Text(account, "name"),
                    .phone = Text(account, "phone"),
                    .made_at = Time(account, "created_at"),
                    .sessions = At(*accounts, "sessions").size(),
                    .consents = {},
                    .purchases = Each<PersonalData::Purchase>(*orders, "purchases", ReadPurchase),
                    .refund_accounts = {},
                    .erasure = {},
                    .file = {}};
  data.consents = Each<PersonalData::Consent>(*accounts, "consents", [](const Json& row) {
    const auto name = Text(row, "helper_name");
    return PersonalData::Consent{Text(row, "party_name"), name.empty() ? Text(row, "helper_phone_masked") : name};
  });
  for (const auto& row : At(*payments, "refunds"))
    if (const Json& to = At(row, "refund_account"); to.is_object())
      data.refund_accounts.push_back({Text(to, "bank_name"), Text(to, "account"), Text(to, "holder")});
  if (At(*accounts, "erasure").is_object()) data.erasure = ReadErasure(At(*accounts, "erasure"));
  const Json whole{
      {"made_at", keel::ToRfc3339(now)}, {"accounts", *accounts}, {"orders", *orders}, {"payments", *payments}};
  data.file = whole.dump(2, ' ', false, Json::error_handler_t::replace);
  return data;
}

Got<Reach> ReachMe(const Asker& accounts, const Caller& caller) {
  const auto answer = accounts.Get(caller, "/v1/me/personal-data");
  if (!answer) return answer.failure();
  const Json& account = At(*answer, "account");
  return Reach{Text(account, "name"), Text(account, "phone")};
}

Got<Erasure> AskErasure(const Asker& accounts, const Caller& caller) {
  return ReadErasure(accounts.Send(caller, Method::kPost, "/v1/me/erasure", Json::object()));
}

Got<Erasure> WithdrawErasure(const Asker& accounts, const Caller& caller, const std::string& id) {
  const auto of = id.empty() ? std::string("/v1/me/erasure") : "/v1/erasures/" + UrlEncode(id);
  return ReadErasure(accounts.Send(caller, Method::kPost, of + "/withdraw", Json::object()));
}

Got<Erasure> FindErasure(const Asker& accounts, const Caller& caller, const std::string& id) {
  return ReadErasure(accounts.Get(caller, "/v1/erasures/" + UrlEncode(id)));
}

Got<Listing<Erasure>> ListErasures(const Asker& accounts, const Caller& caller, const std::string& state,
                                   const std::string& cursor) {
  QueryText query;
  query.Add("state", state).Add("cursor", cursor);
  const auto answer = accounts.Get(caller, "/v1/erasures" + query.text());
  if (!answer) return answer.failure();
  return Listing<Erasure>{Each<Erasure>(*answer, "items", [](const Json& row) { return ReadErasure(row); }),
                          Text(*answer, "next")};
}

Got<Erasure> EnterErasure(const Asker& accounts, const Caller& caller, const std::string& phone) {
  return ReadErasure(accounts.Send(caller, Method::kPost, "/v1/erasures", {{"phone", phone}}));
}

}  // namespace storefront::backends
