#include "storefront/backends/settlement.hpp"

#include <algorithm>

#include "keel/text/text.hpp"
#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

std::string Party(const std::string& id) {
  return "/v1/parties/" + UrlEncode(id);
}

Got<Nothing> Quietly(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

NetParts ReadParts(const Json& json) {
  return {Dong(json, "price"),        Dong(json, "commission"),   Dong(json, "commission_tax"),
          Dong(json, "vat_withheld"), Dong(json, "pit_withheld"), Dong(json, "net"),
          Dong(json, "post")};
}

RemittanceLine ReadLine(const Json& json) {
  return {Text(json, "id"),         Text(json, "reference"), Text(json, "order_id"),      Text(json, "order_code"),
          Text(json, "carrier"),    Text(json, "statement"), Text(json, "remittance_id"), Text(json, "finding"),
          Text(json, "resolution"), Text(json, "note"),      Int(json, "line"),           Dong(json, "collected"),
          Dong(json, "fee"),        Dong(json, "expected")};
}

Remittance ReadRemittance(const Json& json) {
  Remittance remittance{.id = Text(json, "id"),
                        .carrier = Text(json, "carrier"),
                        .statement = Text(json, "statement"),
                        .state = Text(json, "state"),
                        .collected = Dong(json, "collected"),
                        .fee = Dong(json, "fee"),
                        .payable = Dong(json, "payable"),
                        .difference = Dong(json, "difference"),
                        .lines_count = Int(json, "lines_count"),
                        .wrong = Int(json, "wrong"),
                        .taken_at = Time(json, "taken_at")};
  remittance.lines = Each<RemittanceLine>(json, "lines", ReadLine);
  remittance.next = Text(json, "next");
  return remittance;
}

keel::Money BothTaxes(const Json& json) {
  return keel::Money::Vnd(Dong(json, "vat").dong() + Dong(json, "pit").dong());
}

TaxMonth ReadMonth(const Json& json) {
  return {Text(json, "month"),
          Text(json, "bank_reference"),
          Dong(json, "base"),
          Dong(json, "vat"),
          Dong(json, "pit"),
          Int(json, "sellers"),
          !Text(json, "paid_at").empty(),
          Time(json, "paid_at"),
          BothTaxes(At(json, "due"))};
}

std::string IdOf(const std::string& text) {
  const auto json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return json.is_object() ? Text(json, "id") : std::string();
}

}  // namespace

Got<Statement> StatementOf(const Asker& payments, const Caller& caller, const std::string& party,
                           const std::string& month) {
  const auto json = payments.Get(caller, Party(party) + "/statement" + QueryText().Add("month", month).text());
  if (!json) return json.failure();
  Statement statement{
      Text(*json, "month"),    Dong(*json, "opening"), Dong(*json, "sold"),    Dong(*json, "taken_back"),
      Dong(*json, "paid_out"), Dong(*json, "repaid"),  Dong(*json, "closing"), {}};
  statement.shares = Each<ShareLine>(*json, "shares", [](const Json& row) {
    return ShareLine{Time(row, "at"),         Text(row, "kind"),           Text(row, "order_id"),
                     Text(row, "order_code"), Text(row, "cooperative_id"), Text(row, "cooperative_name"),
                     Text(row, "party_id"),   Text(row, "party_name"),     Int(row, "pieces"),
                     Int(row, "ordered"),     Dong(row, "amount"),         Dong(row, "order_net")};
  });
  statement.lines = Each<StatementLine>(*json, "lines", [](const Json& row) {
    return StatementLine{Time(row, "at"),         Text(row, "kind"),           Text(row, "order_id"),
                         Text(row, "order_code"), Text(row, "bank_reference"), ReadParts(At(row, "parts")),
                         Dong(row, "amount"),     Dong(row, "balance")};
  });
  return statement;
}

Got<std::string> StatementFile(const Asker& payments, const Caller& caller, const std::string& party,
                               const std::string& month) {
  return payments.GetRaw(caller, Party(party) + "/statement.csv" + QueryText().Add("month", month).text());
}

Got<Payee> PayeeOf(const Asker& payments, const Caller& caller, const std::string& party) {
  const auto json = payments.Get(caller, Party(party) + "/payee");
  if (!json) return json.failure();
  return Payee{Text(*json, "bank_bin"),    Text(*json, "bank_name"),  Text(*json, "account_masked"),
               Text(*json, "holder"),      Text(*json, "legal_name"), Text(*json, "tax_id_masked"),
               Text(*json, "tax_id_kind"), Flag(*json, "resident"),   Int(*json, "version")};
}

Got<Nothing> SavePayee(const Asker& payments, const Caller& caller, const std::string& party, const PayeeWish& wish) {
  Json body{{"bank_bin", wish.bank_bin},     {"account", wish.account},   {"holder", wish.holder},
            {"legal_name", wish.legal_name}, {"resident", wish.resident}, {"version", wish.version}};
  if (!wish.tax_id.empty()) body["tax_id"] = wish.tax_id;
  if (!wish.tax_id_kind.empty()) body["tax_id_kind"] = wish.tax_id_kind;
  return Quietly(payments.Send(caller, Method::kPut, Party(party) + "/payee", body));
}

Got<std::vector<Bank>> BanksOf(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/banks");
  if (!json) return json.failure();
  auto banks = Each<Bank>(*json, "items", [](const Json& row) { return Bank{Text(row, "bin"), Text(row, "name")}; });
  std::ranges::sort(banks, {}, [](const Bank& bank) { return keel::text::Fold(bank.name); });
  return banks;
}

Got<TaxYear> TaxYearOf(const Asker& payments, const Caller& caller, const std::string& party, int year) {
  const auto json = payments.Get(caller, Party(party) + "/tax?year=" + std::to_string(year));
  if (!json) return json.failure();
  const Json& threshold = At(*json, "threshold");
  TaxYear whole{.year = static_cast<int>(Int(*json, "year")),
                .revenue = Dong(*json, "revenue"),
                .vat = Dong(*json, "vat"),
                .pit = Dong(*json, "pit"),
                .threshold = Dong(threshold, "amount"),
                .basis = Text(threshold, "basis"),
                .legal_name = Text(*json, "legal_name"),
                .tax_id_masked = Text(*json, "tax_id_masked"),
                .has_threshold = threshold.is_object(),
                .below = Flag(*json, "below_threshold")};
  whole.months = Each<TaxMonth>(*json, "months", ReadMonth);
  return whole;
}

Got<std::vector<ReadyRow>> ReadyToPay(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/payouts/ready");
  if (!json) return json.failure();
  return Each<ReadyRow>(*json, "items", [](const Json& row) {
    return ReadyRow{Text(row, "party_id"), Text(row, "party_name"), Dong(row, "ready"),  Dong(row, "waiting"),
                    Dong(row, "held"),     Flag(row, "has_payee"),  Flag(row, "refused")};
  });
}

Got<Nothing> TryPayeeAgain(const Asker& payments, const Caller& caller, const std::string& party) {
  return Quietly(
      payments.Send(caller, Method::kPost, "/v1/parties/" + UrlEncode(party) + "/payee/try-again", Json::object()));
}

Got<CodAgeing> AgeingOfCod(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/cod/ageing");
  if (!json) return json.failure();
  CodAgeing ageing;
  ageing.carriers = Each<CodCarrier>(*json, "carriers", [](const Json& row) {
    CodCarrier carrier{Text(row, "carrier"),  Int(row, "orders"),    Int(row, "not_reported"),    Int(row, "overdue"),
                       Dong(row, "expected"), Dong(row, "reported"), Dong(row, "overdue_amount"), {}};
    carrier.by_age = Each<keel::Money>(row, "buckets", [](const Json& bucket) { return Dong(bucket, "amount"); });
    return carrier;
  });
  ageing.overdue = Each<CodOrder>(*json, "overdue", [](const Json& row) {
    return CodOrder{Text(row, "order_id"), Text(row, "order_code"), Text(row, "carrier"), Dong(row, "expected"),
                    Time(row, "delivered_at")};
  });
  return ageing;
}

Got<std::vector<RemittanceLine>> CodFindings(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/cod/findings");
  if (!json) return json.failure();
  return Each<RemittanceLine>(*json, "items", ReadLine);
}

Got<Listing<Remittance>> Remittances(const Asker& payments, const Caller& caller, const std::string& cursor) {
  const auto json = payments.Get(caller, "/v1/cod/remittances" + QueryText().Add("cursor", cursor).text());
  if (!json) return json.failure();
  return Listing<Remittance>{Each<Remittance>(*json, "items", ReadRemittance), Text(*json, "next")};
}

Got<Remittance> OneRemittance(const Asker& payments, const Caller& caller, const std::string& id,
                              const std::string& cursor) {
  const auto json =
      payments.Get(caller, "/v1/cod/remittances/" + UrlEncode(id) + QueryText().Add("cursor", cursor).text());
  if (!json) return json.failure();
  return ReadRemittance(*json);
}

Got<std::string> SendRemittance(const Asker& payments, const Caller& caller, const std::string& carrier,
                                const std::string& statement, std::string csv) {
  const auto query = QueryText().Add("carrier", carrier).Add("statement", statement).text();
  const auto text = payments.SendRaw(caller, Method::kPost, "/v1/cod/remittances" + query, std::move(csv), "text/csv");
  if (!text) return text.failure();
  return IdOf(*text);
}

Got<Nothing> MatchRemittance(const Asker& payments, const Caller& caller, const std::string& id,
                             const std::string& receipt, bool accept_difference) {
  Json body{{"accept_difference", accept_difference}};
  if (receipt.empty())
    body["paid_to_sellers"] = true;
  else
    body["receipt_id"] = receipt;
  return Quietly(payments.Send(caller, Method::kPost, "/v1/cod/remittances/" + UrlEncode(id) + "/match", body));
}

Got<Nothing> DecideLine(const Asker& payments, const Caller& caller, const std::string& line,
                        const std::string& decision, const std::string& note) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/cod/remittance-lines/" + UrlEncode(line) + "/decide",
                               {{"decision", decision}, {"note", note}}));
}

Got<std::vector<TaxMonth>> TaxMonths(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/tax/declarations");
  if (!json) return json.failure();
  return Each<TaxMonth>(*json, "items", ReadMonth);
}

Got<Declaration> DeclarationOf(const Asker& payments, const Caller& caller, const std::string& month) {
  const auto json = payments.Get(caller, "/v1/tax/declarations/" + UrlEncode(month));
  if (!json) return json.failure();
  Declaration declaration{Text(*json, "month"),        Time(*json, "due_on"),
                          Flag(*json, "closed"),       At(*json, "paid").is_object(),
                          Dong(*json, "base"),         Dong(*json, "vat"),
                          Dong(*json, "pit"),          BothTaxes(At(*json, "brought")),
                          BothTaxes(At(*json, "due")), {}};
  declaration.rows = Each<DeclarationRow>(*json, "rows", [](const Json& row) {
    return DeclarationRow{Text(row, "party_id"),      Text(row, "party_name"), Text(row, "legal_name"),
                          Text(row, "tax_id_masked"), Text(row, "bucket"),     Flag(row, "identified"),
                          Int(row, "orders"),         Dong(row, "gross"),      Dong(row, "offset"),
                          Dong(row, "vat"),           Dong(row, "pit")};
  });
  return declaration;
}

Got<std::string> DeclarationFile(const Asker& payments, const Caller& caller, const std::string& month,
                                 const std::string& ending) {
  return payments.GetRaw(caller, "/v1/tax/declarations/" + UrlEncode(month) + "/file." + ending);
}

Got<Nothing> MarkTaxPaid(const Asker& payments, const Caller& caller, const std::string& month,
                         const std::string& bank_reference) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/tax/declarations/" + UrlEncode(month) + "/paid",
                               {{"bank_reference", bank_reference}}));
}

Got<Nothing> CloseMonth(const Asker& payments, const Caller& caller, const std::string& month) {
  return Quietly(
      payments.Send(caller, Method::kPost, "/v1/ledger/periods/" + UrlEncode(month) + "/close", Json::object()));
}

Got<std::vector<FeeRule>> FeeRules(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/commission-rules");
  if (!json) return json.failure();
  return Each<FeeRule>(*json, "commission", [](const Json& row) {
    return FeeRule{Text(row, "party_kind"),  Text(row, "category"),   Text(row, "channel"), Text(row, "basis"),
                   Int(row, "basis_points"), Time(row, "valid_from"), Int(row, "id")};
  });
}

Got<TaxRules> TaxRulesOf(const Asker& payments, const Caller& caller) {
  const auto json = payments.Get(caller, "/v1/commission-rules");
  if (!json) return json.failure();
  TaxRules rules;
  rules.rates = Each<TaxRate>(*json, "withholding", [](const Json& row) {
    return TaxRate{Text(row, "party_kind"),      Text(row, "bucket"),     Text(row, "basis"),
                   Text(row, "confidence"),      Flag(row, "resident"),   Int(row, "vat_basis_points"),
                   Int(row, "pit_basis_points"), Time(row, "valid_from"), Time(row, "valid_to")};
  });
  rules.buckets = Each<TaxBucket>(*json, "tax_buckets", [](const Json& row) {
    return TaxBucket{Text(row, "category"), Text(row, "bucket"), Text(row, "basis"), Text(row, "confidence"),
                     Time(row, "valid_from")};
  });
  rules.commission_vat = Each<CommissionVat>(*json, "commission_vat", [](const Json& row) {
    return CommissionVat{Int(row, "basis_points"), Text(row, "basis"), Time(row, "valid_from"), Time(row, "valid_to")};
  });
  rules.thresholds = Each<TaxThreshold>(*json, "tax_thresholds", [](const Json& row) {
    return TaxThreshold{Int(row, "from_year"), Dong(row, "amount"), Text(row, "basis"), Text(row, "confidence"),
                        Text(row, "decided_on")};
  });
  return rules;
}

Got<Nothing> AddTaxRate(const Asker& payments, const Caller& caller, const TaxRate& rate) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/withholding-rules",
                               {{"party_kind", rate.party_kind},
                                {"bucket", rate.bucket},
                                {"resident", rate.resident},
                                {"vat_basis_points", rate.vat_basis_points},
                                {"pit_basis_points", rate.pit_basis_points},
                                {"basis", rate.basis},
                                {"confidence", rate.confidence},
                                {"valid_from", keel::ToRfc3339(rate.valid_from)}}));
}

Got<Nothing> AddTaxBucket(const Asker& payments, const Caller& caller, const TaxBucket& bucket) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/tax-buckets",
                               {{"category", bucket.category},
                                {"bucket", bucket.bucket},
                                {"basis", bucket.basis},
                                {"confidence", bucket.confidence},
                                {"valid_from", keel::ToRfc3339(bucket.valid_from)}}));
}

Got<Nothing> AddCommissionVat(const Asker& payments, const Caller& caller, const CommissionVat& rule) {
  return Quietly(payments.Send(
      caller, Method::kPost, "/v1/commission-vat-rules",
      {{"basis_points", rule.basis_points}, {"basis", rule.basis}, {"valid_from", keel::ToRfc3339(rule.valid_from)}}));
}

Got<Nothing> AddTaxThreshold(const Asker& payments, const Caller& caller, const TaxThreshold& threshold) {
  return Quietly(payments.Send(caller, Method::kPost, "/v1/tax-thresholds",
                               {{"from_year", threshold.from_year},
                                {"amount", {{"amount", threshold.amount.dong()}, {"currency", "VND"}}},
                                {"basis", threshold.basis},
                                {"confidence", threshold.confidence},
                                {"decided_on", threshold.decided_on}}));
}

Got<Nothing> AnnounceFee(const Asker& payments, const Caller& caller, const FeeRule& rule) {
  Json body{
      {"basis_points", rule.basis_points}, {"basis", rule.basis}, {"valid_from", keel::ToRfc3339(rule.valid_from)}};
  if (!rule.party_kind.empty()) body["party_kind"] = rule.party_kind;
  if (!rule.category.empty()) body["category"] = rule.category;
  if (!rule.channel.empty()) body["channel"] = rule.channel;
  return Quietly(payments.Send(caller, Method::kPost, "/v1/commission-rules", body));
}

Got<Nothing> WithdrawFee(const Asker& payments, const Caller& caller, const std::string& rule) {
  return Quietly(
      payments.Send(caller, Method::kPost, "/v1/commission-rules/" + UrlEncode(rule) + "/withdraw", Json::object()));
}

Got<FeeTrial> TryFee(const Asker& payments, const Caller& caller, const FeeRule& rule, const std::string& party,
                     const std::string& from, const std::string& to) {
  Json body{{"basis_points", rule.basis_points}, {"from_month", from}, {"to_month", to}};
  if (!rule.party_kind.empty()) body["party_kind"] = rule.party_kind;
  if (!rule.category.empty()) body["category"] = rule.category;
  if (!rule.channel.empty()) body["channel"] = rule.channel;
  if (!party.empty()) body["party_id"] = party;
  const auto json = payments.Send(caller, Method::kPost, "/v1/fee-simulations", body);
  if (!json) return json.failure();
  FeeTrial trial{.orders = Int(*json, "orders"),
                 .before = ReadParts(At(*json, "before")),
                 .after = ReadParts(At(*json, "after")),
                 .cut_off = Flag(*json, "cut_off")};
  trial.sellers = Each<FeeTrial::Seller>(*json, "sellers", [](const Json& row) {
    return FeeTrial::Seller{Text(row, "party_id"), Text(row, "party_name"), Int(row, "orders"),
                            ReadParts(At(row, "before")), ReadParts(At(row, "after"))};
  });
  return trial;
}

Got<OrderNet> NetOfOrder(const Asker& payments, const Caller& caller, const std::string& order_id) {
  const auto json = payments.Get(caller, "/v1/orders/" + UrlEncode(order_id) + "/money");
  if (!json) return json.failure();
  OrderNet net{.parts = ReadParts(*json)};
  net.parts.price = Dong(*json, "goods");
  net.parts.held = Text(*json, "custody") == "held";
  const auto& payment = At(*json, "payment");
  net.payment = Text(payment, "status");
  net.missing = Dong(payment, "missing");
  net.to_give_back = Dong(payment, "to_give_back");
  return net;
}

}  // namespace storefront::backends
