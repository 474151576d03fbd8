#include "storefront/backends/office.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

Party ReadParty(const Json& json) {
  return {Text(json, "id"),           Text(json, "kind"),          Text(json, "name"),   Text(json, "province_name"),
          Text(json, "commune_name"), Text(json, "hamlet"),        Text(json, "status"), Flag(json, "is_sample"),
          Time(json, "created_at"),   Text(json, "suspend_reason")};
}

Got<Nothing> Quietly(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

std::string PartyPath(const std::string& id) {
  return "/v1/parties/" + UrlEncode(id);
}

Receipt ReadReceipt(const Json& json) {
  Receipt receipt{.id = Text(json, "id"),
                  .state = Text(json, "state"),
                  .content = Text(json, "content"),
                  .bank = Text(json, "bank"),
                  .bank_reference = Text(json, "bank_reference"),
                  .holder = Text(json, "holder"),
                  .finding = Text(json, "finding"),
                  .about = Text(json, "about"),
                  .account = Text(json, "account_number")};
  receipt.amount = Dong(json, "amount");
  receipt.refundable = Dong(json, "refundable");
  receipt.by_gateway = Text(json, "provider") != "vietqr";
  receipt.at = Time(json, "happened_at");
  receipt.suggestions = Each<ReceiptChoice>(json, "suggestions", [](const Json& one) {
    return ReceiptChoice{Text(one, "id"), Text(one, "reference"), Dong(one, "amount")};
  });
  return receipt;
}

}  // namespace

Got<Party> MakeParty(const Asker& accounts, const Caller& caller, const PartyWish& wish) {
  Json body{{"kind", wish.kind},
            {"name", wish.name},
            {"province_code", wish.province_code},
            {"commune_code", wish.commune_code}};
  if (!wish.hamlet.empty()) body["hamlet"] = wish.hamlet;
  const auto answer = accounts.Send(caller, Method::kPost, "/v1/parties", body);
  if (!answer) return answer.failure();
  return ReadParty(*answer);
}

Got<Party> FindParty(const Asker& accounts, const Caller& caller, const std::string& party_id) {
  const auto answer = accounts.Get(caller, PartyPath(party_id));
  if (!answer) return answer.failure();
  return ReadParty(*answer);
}

Got<Listing<Party>> ListParties(const Asker& accounts, const Caller& caller, const std::string& status,
                                const std::string& words, const std::string& cursor) {
  QueryText query;
  query.Add("status", status).Add("q", words).Add("cursor", cursor);
  const auto answer = accounts.Get(caller, "/v1/parties" + query.text());
  if (!answer) return answer.failure();
  return Listing<Party>{Each<Party>(*answer, "items", ReadParty), Text(*answer, "next")};
}

Got<Nothing> MoveParty(const Asker& accounts, const Caller& caller, const std::string& party_id,
                       const std::string& deed, const std::string& reason) {
  Json body = Json::object();
  if (!reason.empty()) body["reason"] = reason;
  return Quietly(accounts.Send(caller, Method::kPost, PartyPath(party_id) + "/" + deed, body));
}

Got<PartyMoney> MoneyOf(const Asker& payments, const Caller& caller, const std::string& party_id) {
  const auto answer = payments.Get(caller, PartyPath(party_id) + "/money");
  if (!answer) return answer.failure();
  PartyMoney money{.owed = Dong(*answer, "owed"),
                   .paid_out = Dong(*answer, "paid_out"),
                   .repaid = Dong(*answer, "repaid"),
                   .in_doubt = Flag(*answer, "in_doubt")};
  money.on_hold = Each<OnHold>(*answer, "on_hold", [](const Json& row) {
    return OnHold{Text(row, "order_id"), Text(row, "order_code"), Text(row, "why"), Dong(row, "amount"),
                  Time(row, "since")};
  });
  money.direct = Each<DirectSale>(*answer, "direct", [](const Json& row) {
    return DirectSale{Text(row, "order_id"), Text(row, "order_code"), Text(row, "reference"), Dong(row, "awaited"),
                      Dong(row, "owed_back")};
  });
  money.held = Each<Held>(*answer, "held", [](const Json& row) {
    return Held{Text(row, "by"), Dong(row, "amount"), Time(row, "expected_on"), !Text(row, "expected_on").empty()};
  });
  if (const auto& refused = At(*answer, "refused_payout"); refused.is_object())
    money.refused = {Text(refused, "id"),        Text(refused, "reason"),
                     Text(refused, "bank_name"), Text(refused, "account_masked"),
                     Dong(refused, "amount"),    Time(refused, "at")};
  money.recent = Each<MoneyLine>(*answer, "recent", [](const Json& row) {
    return MoneyLine{Text(row, "order_id"),
                     Text(row, "order_code"),
                     Text(row, "state"),
                     Text(row, "method"),
                     Dong(row, "goods"),
                     Dong(row, "commission"),
                     Dong(row, "commission_tax"),
                     Dong(row, "vat_withheld"),
                     Dong(row, "pit_withheld"),
                     Dong(row, "net"),
                     Time(row, "at")};
  });
  return money;
}

Got<Nothing> SayReceived(const Asker& payments, const Caller& caller, const std::string& order_id) {
  return Quietly(
      payments.Send(caller, Method::kPost, "/v1/orders/" + UrlEncode(order_id) + "/received", Json::object()));
}

Got<Nothing> SayGivenBack(const Asker& payments, const Caller& caller, const std::string& order_id,
                          const std::string& bank_reference) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/orders/" + UrlEncode(order_id) + "/given-back",
                               {{"bank_reference", bank_reference}}));
}

Got<Listing<Receipt>> ReceiptsIn(const Asker& payments, const Caller& caller, const std::string& state,
                                 const std::string& cursor) {
  QueryText query;
  query.Add("state", state).Add("cursor", cursor);
  const auto answer = payments.Get(caller, "/v1/receipts" + query.text());
  if (!answer) return answer.failure();
  return Listing<Receipt>{Each<Receipt>(*answer, "items", ReadReceipt), Text(*answer, "next")};
}

Got<Nothing> MatchReceipt(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                          const std::string& intent_id) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/receipts/" + UrlEncode(receipt_id) + "/match",
                               {{"intent_id", intent_id}}));
}

Got<Nothing> MatchReference(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                            const std::string& reference) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/receipts/" + UrlEncode(receipt_id) + "/match",
                               {{"reference", reference}}));
}

Got<Nothing> MatchPayover(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                          const std::string& provider, keel::Money fee) {
  const Json body{{"provider", provider}, {"fee", {{"amount", fee.dong()}, {"currency", "VND"}}}};
  return Quietly(payments.Send(caller, Method::kPost, "/v1/receipts/" + UrlEncode(receipt_id) + "/match", body));
}

Got<Nothing> ReturnReceipt(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                           const std::string& bank_reference) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/receipts/" + UrlEncode(receipt_id) + "/return",
                               {{"bank_reference", bank_reference}}));
}

Got<Nothing> MatchDifference(const Asker& payments, const Caller& caller, const std::string& receipt_id,
                             const std::string& carrier) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/receipts/" + UrlEncode(receipt_id) + "/match",
                               {{"carrier", carrier}, {"difference", true}}));
}

Got<std::vector<ToldTransfer>> ToldTransfers(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/told-transfers");
  if (!json) return json.failure();
  return Each<ToldTransfer>(*json, "items", [](const Json& row) {
    return ToldTransfer{Text(row, "id"),        Text(row, "kind"),   Text(row, "owner_name"),
                        Text(row, "reference"), Text(row, "state"),  Text(row, "bank_reference"),
                        Dong(row, "amount"),    Time(row, "told_at")};
  });
}

Got<Nothing> DecideTold(const Asker& payments, const Caller& caller, const std::string& id,
                        const std::string& bank_reference, const std::string& decision) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/told-transfers/" + UrlEncode(id) + "/decide",
                               {{"bank_reference", bank_reference}, {"decision", decision}}));
}

Got<Ledger> LedgerAccounts(const Asker& payments, const Caller& caller) {
  const auto answer = payments.Get(caller, "/v1/ledger/accounts");
  if (!answer) return answer.failure();
  Ledger ledger;
  ledger.accounts = Each<
      LedgerAccount>(*answer, At(*answer, "accounts").is_array() ? "accounts" : "items", [](const Json& row) {
    return LedgerAccount{Text(row, "account"), Text(row, "party_name"), Text(row, "order_codes"), Dong(row, "balance")};
  });
  std::int64_t sum = 0;
  for (const auto& account : ledger.accounts) sum += account.balance.dong();
  ledger.sum = keel::Money::Vnd(sum);
  return ledger;
}

}  // namespace storefront::backends
