#include "payments/http/json.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "payments/domain/names.hpp"
#include "payments/http/asking.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

namespace payments {
namespace {

using nlohmann::json;

json Dong(keel::Money money) {
  return keel::http::ToJson(money);
}

void PutTime(json& into, const char* name, const std::optional<keel::Instant>& at) {
  if (at) into[name] = keel::ToRfc3339(*at);
}

/// Where the order's money is, in a word for sellers.
std::string_view StandOf(const OrderView& view) {
  if (view.order.state != MoneyState::kOpen) return NameOf(kMoneyStateNames, view.order.state);
  if (view.phase == IntentPhase::kSecured && view.order.method != "cod") return "secured";
  return view.phase == IntentPhase::kExpired || view.phase == IntentPhase::kCancelled ? "unpaid" : "awaiting";
}

template <class Rule>
void PutValidity(json& into, const Rule& rule) {
  into["valid_from"] = keel::ToRfc3339(rule.valid_from);
  PutTime(into, "valid_to", rule.valid_to);
  into["basis"] = rule.basis;
}

}  // namespace

json ToJson(const IntentView& view) {
  const auto& intent = view.intent;
  json body{{"id", intent.id.text()},
            {"method", intent.method},
            {"amount", Dong(intent.amount)},
            {"status", NameOf(kStatusNames, intent.Status())},
            {"secured", intent.phase == IntentPhase::kSecured},
            {"received", Dong(intent.received)},
            {"remaining", Dong(intent.Remaining())},
            {"refund_due", Dong(intent.refund_due)},
            {"refunded", Dong(intent.refunded)},
            {"order_ids", view.order_ids}};
  if (!intent.reference.empty()) body["reference"] = intent.reference;
  PutTime(body, "expires_at", intent.expires_at);
  PutTime(body, "secured_at", intent.secured_at);
  if (view.to_seller) body["to_seller"] = view.to_seller->text();
  if (!view.provider.empty()) body["provider"] = {{"name", view.provider}, {"open", view.redirects}};
  if (view.last_attempt)
    body["last_attempt"] = {{"state", NameOf(kAttemptStateNames, view.last_attempt->state)},
                            {"at", keel::ToRfc3339(view.last_attempt->created_at)}};
  if (view.pay_to) {
    body["qr_payload"] = view.pay_to->qr_payload;
    body["qr_url"] = "/api/payments/v1/intents/" + intent.id.text() + "/qr.svg";
    body["bank"] = {{"bin", view.pay_to->bank_bin},
                    {"name", view.pay_to->bank_name},
                    {"account", view.pay_to->account},
                    {"holder", view.pay_to->holder}};
  }
  return body;
}

json ToJson(const Intent& intent) {
  json body{{"id", intent.id.text()},
            {"purchase_id", intent.purchase.text()},
            {"method", intent.method},
            {"status", NameOf(kStatusNames, intent.Status())},
            {"secured", intent.phase == IntentPhase::kSecured},
            {"amount", Dong(intent.amount)},
            {"received", Dong(intent.received)},
            {"remaining", Dong(intent.Remaining())},
            {"settled", Dong(intent.settled)},
            {"refund_due", Dong(intent.refund_due)},
            {"refunded", Dong(intent.refunded)},
            {"created_at", keel::ToRfc3339(intent.created_at)}};
  if (!intent.reference.empty()) body["reference"] = intent.reference;
  PutTime(body, "expires_at", intent.expires_at);
  PutTime(body, "secured_at", intent.secured_at);
  return body;
}

json ToJson(const Attempt& attempt) {
  return {{"id", attempt.id.text()},        {"intent_id", attempt.intent.text()},
          {"amount", Dong(attempt.amount)}, {"state", NameOf(kAttemptStateNames, attempt.state)},
          {"pay_url", attempt.pay_url},     {"ends_at", keel::ToRfc3339(attempt.ends_at)}};
}

json ToJson(const RefundJob& job) {
  json body{{"id", job.id.text()},
            {"intent_id", job.intent.text()},
            {"receipt_id", job.receipt.text()},
            {"provider", job.provider},
            {"key", job.key},
            {"payment_number", job.payment_number},
            {"amount", Dong(job.amount)},
            {"whole", job.amount == job.paid},
            {"state", NameOf(kRefundStateNames, job.state)},
            {"tries", job.tries},
            {"number", job.number},
            {"code", job.code},
            {"created_at", keel::ToRfc3339(job.created_at)},
            {"due_at", keel::ToRfc3339(job.due_at)}};
  PutTime(body, "done_at", job.done_at);
  return body;
}

json ToJson(const Receipt& receipt) {
  json body{{"id", receipt.id.text()},
            {"provider", receipt.provider},
            {"bank_id", receipt.line.bank_id},
            {"bank", receipt.line.bank},
            {"account_number", receipt.line.account},
            {"content", receipt.line.content},
            {"bank_reference", receipt.line.bank_reference},
            {"amount", Dong(receipt.line.amount)},
            {"happened_at", keel::ToRfc3339(receipt.line.at)},
            {"received_at", keel::ToRfc3339(receipt.received_at)},
            {"state", NameOf(kReceiptStateNames, receipt.state)},
            {"refundable", Dong(receipt.refundable)},
            {"holder", NameOf(kLineHolderNames, receipt.holder)},
            {"to_see", receipt.to_see}};
  if (receipt.finding.as != FoundAs::kNothing) body["finding"] = NameOf(kFoundAsNames, receipt.finding.as);
  if (!receipt.finding.about.empty()) body["about"] = receipt.finding.about;
  if (receipt.intent) body["intent_id"] = receipt.intent->text();
  return body;
}

json ToJson(const ReceiptView& view) {
  auto body = ToJson(view.receipt);
  body["suggestions"] = json::array();
  for (const auto& intent : view.suggestions) body["suggestions"].push_back(ToJson(intent));
  if (!view.receipt.line.incoming) {
    body["bookings"] = json::array();
    for (const auto& entry : view.bookings)
      body["bookings"].push_back({{"entry_id", entry.id.text()},
                                  {"kind", entry.kind},
                                  {"subject", entry.subject},
                                  {"amount", Dong(entry.amount)},
                                  {"at", keel::ToRfc3339(entry.at)},
                                  {"same_number", entry.same_number},
                                  {"number", entry.paper.number},
                                  {"whose", entry.paper.whose}});
  }
  if (view.explanation) {
    const auto& said = *view.explanation;
    body["explanation"] = {{"meaning", NameOf(kMeaningNames, said.meaning)},
                           {"whose", said.whose},
                           {"reason", said.reason},
                           {"by", said.by},
                           {"at", keel::ToRfc3339(said.at)}};
    if (said.entry) body["explanation"]["entry_id"] = said.entry->text();
  }
  return body;
}

json ToJson(const Net& net) {
  json body{{"price", Dong(net.price)},
            {"commission", Dong(net.commission)},
            {"commission_tax", Dong(net.commission_tax)},
            {"vat_withheld", Dong(net.vat)},
            {"pit_withheld", Dong(net.pit)},
            {"net", Dong(net.net)}};
  if (net.post != keel::Money()) body["post"] = Dong(net.post);
  return body;
}

json ToJson(const OrderView& view) {
  const auto& order = view.order;
  json body{{"order_id", order.id.text()},
            {"order_code", order.code},
            {"shop_id", order.shop_id},
            {"method", order.method},
            {"carrier", order.carrier},
            {"goods", Dong(order.goods)},
            {"freight", Dong(order.freight)},
            {"total", Dong(order.total)},
            {"commission", Dong(order.terms.sum.commission)},
            {"commission_tax", Dong(order.terms.sum.commission_tax)},
            {"vat_withheld", Dong(order.terms.sum.vat)},
            {"pit_withheld", Dong(order.terms.sum.pit)},
            {"net", Dong(order.terms.sum.net)},
            {"custody", NameOf(kCustodyNames, order.custody)},
            {"state", StandOf(view)},
            {"at", keel::ToRfc3339(order.state_at)}};
  if (order.terms.sum.post != keel::Money()) body["post"] = Dong(order.terms.sum.post);
  if (view.collected) body["cod_collected"] = Dong(*view.collected);
  PutTime(body, "cod_collected_at", view.collected_at);
  PutTime(body, "cod_remitted_at", order.remitted_at);
  return body;
}

json ToJson(const PartyMoney& money) {
  json held = json::array(), recent = json::array();
  for (const auto& part : money.held) {
    json row{{"by", part.by}, {"amount", Dong(part.amount)}};
    PutTime(row, "expected_on", part.expected_on);
    held.push_back(std::move(row));
  }
  for (const auto& view : money.recent) recent.push_back(ToJson(view));
  json on_hold = json::array();
  json direct = json::array();
  for (const auto& sale : money.direct)
    direct.push_back({{"order_id", sale.order.text()},
                      {"order_code", sale.order_code},
                      {"reference", sale.reference},
                      {"awaited", Dong(sale.awaited)},
                      {"owed_back", Dong(sale.owed_back)}});
  for (const auto& order : money.on_hold)
    on_hold.push_back({{"order_id", order.order.text()},
                       {"order_code", order.order_code},
                       {"why", order.kind},
                       {"amount", Dong(order.amount)},
                       {"since", keel::ToRfc3339(order.since)}});
  json body{{"held", std::move(held)},      {"on_hold", std::move(on_hold)},    {"direct", std::move(direct)},
            {"owed", Dong(money.owed)},     {"paid_out", Dong(money.paid_out)}, {"recent", std::move(recent)},
            {"repaid", Dong(money.repaid)}, {"in_doubt", money.in_doubt}};
  if (money.refused)
    body["refused_payout"] = {{"id", money.refused->id.text()},
                              {"amount", Dong(money.refused->amount)},
                              {"reason", money.refused->reason},
                              {"bank_name", BankName(money.refused->bank_bin)},
                              {"account_masked", Masked(money.refused->account)},
                              {"at", keel::ToRfc3339(money.refused->bounced_at.value_or(money.refused->at))}};
  return body;
}

json ToJson(const AccountRow& account, const PartyNames& names) {
  json body{{"account", account.account},
            {"nature", NameOf(kNatureNames, NatureOf(account.account))},
            {"memo", IsMemo(account.account)},
            {"balance", Dong(account.balance)},
            {"postings", account.postings}};
  const auto name = names.Of(account.account.substr(account.account.find(':') + 1));
  if (!name.empty()) body["party_name"] = name;
  if (!account.order_codes.empty()) body["order_codes"] = account.order_codes;
  return body;
}

json ToJson(const EntryRow& entry) {
  json postings = json::array();
  for (const auto& line : entry.lines) postings.push_back({{"account", line.account}, {"amount", Dong(line.amount)}});
  json body{{"id", entry.id},           {"kind", entry.kind},
            {"subject", entry.subject}, {"at", keel::ToRfc3339(entry.at)},
            {"period", entry.period},   {"postings", std::move(postings)}};
  if (!entry.late_of.empty()) body["late_of"] = entry.late_of;
  return body;
}

json ToJson(const CommissionRule& rule) {
  json body{{"basis_points", rule.basis_points}};
  if (rule.id != 0) body["id"] = rule.id;
  if (!rule.party_kind.empty()) body["party_kind"] = rule.party_kind;
  if (!rule.category.empty()) body["category"] = rule.category;
  if (!rule.channel.empty()) body["channel"] = rule.channel;
  PutTime(body, "announced_at", rule.announced_at);
  PutValidity(body, rule);
  return body;
}

json ToJson(const WithholdingRule& rule) {
  json body{{"party_kind", rule.party_kind},
            {"bucket", rule.bucket},
            {"resident", rule.resident},
            {"vat_basis_points", rule.vat_basis_points},
            {"pit_basis_points", rule.pit_basis_points},
            {"confidence", rule.confidence}};
  PutValidity(body, rule);
  return body;
}

json ToJson(const TaxBucket& bucket) {
  return {{"category", bucket.category},
          {"bucket", bucket.bucket},
          {"valid_from", keel::ToRfc3339(bucket.valid_from)},
          {"basis", bucket.basis},
          {"confidence", bucket.confidence}};
}

json ToJson(const TaxThreshold& threshold) {
  return {{"from_year", threshold.from_year},
          {"amount", keel::http::ToJson(threshold.amount)},
          {"basis", threshold.basis},
          {"confidence", threshold.confidence},
          {"decided_on", threshold.decided_on}};
}

json ToJson(const LedgerStore::PeriodRow& period) {
  json body{{"period", period.period},
            {"entries", period.entries},
            {"late", period.late},
            {"turnover", Dong(period.turnover)},
            {"closed", period.closed_at.has_value()}};
  PutTime(body, "closed_at", period.closed_at);
  return body;
}

json ToJson(const TaxRule& rule) {
  json body{{"basis_points", rule.basis_points}};
  PutValidity(body, rule);
  return body;
}

}  // namespace payments
