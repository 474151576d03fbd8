#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/http/handlers.hpp"
#include "payments/flows/add_rule.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/simulate_fee.hpp"
#include "payments/flows/withheld_tax.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"
#include "payments/http/sheet.hpp"
#include "payments/http/sheet_words.hpp"

/// Withheld tax: declarations, certificates, dated rules; and what a fee change would do.
namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;

constexpr std::int64_t kMostThreshold = 1'000'000'000'000;

json ToJson(const TaxMonth& month) {
  json body{{"month", month.month.text()},
            {"base", http::ToJson(month.base)},
            {"vat", http::ToJson(month.vat)},
            {"pit", http::ToJson(month.pit)},
            {"bank_reference", month.bank_reference}};
  if (month.paid_at) body["paid_at"] = keel::ToRfc3339(*month.paid_at);
  return body;
}

json ToJson(const TaxAmounts& amounts) {
  return {{"vat", http::ToJson(amounts.vat)}, {"pit", http::ToJson(amounts.pit)}};
}

/// A month of the whole market.
json MarketMonth(const TaxMonth& month) {
  auto body = ToJson(month);
  body["brought"] = ToJson(month.brought);
  body["due"] = ToJson(month.due);
  return body;
}

http::Reply GetMonths(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return http::Problem(who.error(), request);
  json items = json::array();
  for (const auto& month : TaxMonths(front.desk)) {
    auto row = MarketMonth(month);
    row["sellers"] = month.sellers;
    items.push_back(std::move(row));
  }
  return Private(request, {{"items", std::move(items)}});
}

/// The declaration a route names, for an operator.
keel::Result<Declaration> Asked(const Front& front, const http::Request& request) {
  const auto who = Operator(front.verifier, request);
  if (!who) return who.error();
  const auto month = Month::Parse(request.Param("month"));
  if (!month) return month.error();
  return DeclarationOf(front.desk, *month);
}

http::Reply GetDeclaration(const Front& front, const http::Request& request) {
  const auto declaration = Asked(front, request);
  if (!declaration) return http::Problem(declaration.error(), request);
  json rows = json::array();
  const auto names = NamesOf(front.desk);
  for (const auto& row : declaration->rows) {
    json one{{"party_id", row.sums.party.text()},
             {"party_name", names.Of(row.sums.party.text())},
             {"bucket", row.sums.bucket},
             {"orders", row.sums.orders},
             {"gross", http::ToJson(row.sums.gross)},
             {"offset", http::ToJson(row.sums.offset)},
             {"vat", http::ToJson(row.sums.vat)},
             {"pit", http::ToJson(row.sums.pit)},
             {"identified", row.payee && !row.payee->tax_id.empty()}};
    if (row.payee) {
      one["legal_name"] = row.payee->legal_name;
      one["tax_id_masked"] = Masked(row.payee->tax_id);
    }
    rows.push_back(std::move(one));
  }
  json body{{"month", declaration->month.text()},
            {"due_on", keel::ToRfc3339(declaration->due_on)},
            {"closed", declaration->closed},
            {"base", http::ToJson(declaration->base)},
            {"vat", http::ToJson(declaration->vat)},
            {"pit", http::ToJson(declaration->pit)},
            {"brought", ToJson(declaration->brought)},
            {"due", ToJson(declaration->due)},
            {"rows", std::move(rows)}};
  if (declaration->paid) body["paid"] = MarketMonth(*declaration->paid);
  return Private(request, body);
}

Sheet DeclarationSheet(const Declaration& declaration, const PartyNames& names) {
  Sheet sheet{
      "khau-tru-thue-" + declaration.month.text(),
      {"Kỳ", "Mã người bán", "Tên gian hàng", "Họ tên", "Loại giấy tờ", "Số giấy tờ/MST", "Cư trú", "Nhóm hàng",
       "Số đơn", "Doanh thu", "Bù trừ hàng trả lại", "Doanh thu tính thuế", "Thuế GTGT khấu trừ", "Thuế TNCN khấu trừ"},
      {}};
  for (const auto& row : declaration.rows) {
    const Payee nobody;
    const auto& payee = row.payee ? *row.payee : nobody;
    sheet.rows.push_back({declaration.month.text(), row.sums.party.text(), names.Of(row.sums.party.text()),
                          payee.legal_name, row.payee ? PaperWord(payee.tax_id_kind) : std::string(), payee.tax_id,
                          std::string(payee.resident ? "Có" : "Không"), BucketWord(row.sums.bucket), row.sums.orders,
                          row.sums.gross.dong(), row.sums.offset.dong(), Sum(row.sums.gross, row.sums.offset).dong(),
                          row.sums.vat.dong(), row.sums.pit.dong()});
  }
  const auto sum = [&](const char* name, Cell base, keel::Money vat, keel::Money pit) {
    sheet.rows.push_back({declaration.month.text(), std::string(), std::string(), std::string(name), std::string(),
                          std::string(), std::string(), std::string(), std::string(), std::string(), std::string(),
                          std::move(base), vat.dong(), pit.dong()});
  };
  sum("Tổng cộng", declaration.base.dong(), declaration.vat, declaration.pit);
  if (Sum(declaration.brought.vat, declaration.brought.pit) != keel::Money()) {
    sum("Bù trừ từ các tháng trước", std::string(), declaration.brought.vat, declaration.brought.pit);
    sum("Còn phải nộp", std::string(), declaration.due.vat, declaration.due.pit);
  }
  return sheet;
}

http::Reply GetFile(const Front& front, const http::Request& request, bool workbook) {
  const auto declaration = Asked(front, request);
  if (!declaration) return http::Problem(declaration.error(), request);
  const auto sheet = DeclarationSheet(*declaration, NamesOf(front.desk));
  return workbook ? XlsxReply(sheet) : CsvReply(sheet);
}

http::Reply PostPaid(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto reference = in.Text("bank_reference", 1, 64);
  if (!in.ok()) return http::Problem(in.error(), request);
  const auto month = Month::Parse(request.Param("month"));
  if (!month) return http::Problem(month.error(), request);
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string& by) -> keel::Result<http::Reply> {
                        const auto paid = PayTax(transaction, front.desk, *month, reference, by);
                        if (!paid) return paid.error();
                        return http::Json(200, MarketMonth(*paid));
                      });
}

/// A seller's year against the threshold; what a certificate of withheld tax is printed from.
http::Reply GetYear(const Front& front, const http::Request& request) {
  const auto asked = OwnParty(front, request);
  if (!asked) return http::Problem(asked.error(), request);
  const auto text = request.QueryOr("year", std::to_string(Month::Of(front.desk.clock.Now()).Year()));
  const auto january = Month::Parse(text + "-01");
  if (!january) return http::Problem({keel::Kind::kInvalid, "field-wrong-type", "year: four digits.", "year"}, request);
  const auto year = TaxYearOf(front.desk, asked->party, january->Year());
  json months = json::array();
  for (const auto& month : year.months) months.push_back(ToJson(month));
  json body{{"party_id", asked->party.text()},
            {"year", year.year},
            {"revenue", http::ToJson(year.revenue)},
            {"vat", http::ToJson(year.vat)},
            {"pit", http::ToJson(year.pit)},
            {"below_threshold", year.below},
            {"months", std::move(months)}};
  if (year.threshold)
    body["threshold"] = {{"amount", http::ToJson(year.threshold->amount)},
                         {"basis", year.threshold->basis},
                         {"confidence", year.threshold->confidence}};
  if (year.payee) {
    body["legal_name"] = year.payee->legal_name;
    body["tax_id_kind"] = year.payee->tax_id_kind;
    body["tax_id_masked"] = Masked(year.payee->tax_id);
  }
  return Private(request, body);
}

keel::Result<keel::Instant> ReadFrom(http::Fields& in) {
  const auto from = keel::FromRfc3339(in.Text("valid_from", 1, 40));
  if (!in.ok()) return in.error();
  if (!from) return keel::Error{keel::Kind::kInvalid, "field-wrong-type", "valid_from: RFC 3339.", "valid_from"};
  return *from;
}

std::string ReadBucket(http::Fields& in) {
  return in.Word("bucket", {"goods", "services", "transport", "unknown", "exempt"});
}
std::string ReadConfidence(http::Fields& in) {
  return in.Word("confidence", {"A", "H", "M", "L"});
}

/// What an operator wrote down, as it stands from now on.
template <class Rule>
http::Reply Added(const Front& front, const http::Request& request, const Rule& rule) {
  return OperatorDeed(front, request,
                      [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                        if (auto added = AddRule(transaction, front.desk, rule); !added) return added.error();
                        return http::Json(201, ToJson(rule));
                      });
}

http::Reply PostWithholdingRule(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  WithholdingRule rule{.party_kind = in.Text("party_kind", 1, 24),
                       .bucket = ReadBucket(in),
                       .resident = in.Flag("resident", true),
                       .vat_basis_points = in.Int("vat_basis_points", 0, 3'000),
                       .pit_basis_points = in.Int("pit_basis_points", 0, 3'000),
                       .basis = in.Text("basis", 3, 300),
                       .confidence = ReadConfidence(in)};
  const auto from = ReadFrom(in);
  if (!from) return http::Problem(from.error(), request);
  rule.valid_from = *from;
  return Added(front, request, rule);
}

http::Reply PostBucket(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  TaxBucket bucket{.category = in.Text("category", 1, 64),
                   .bucket = ReadBucket(in),
                   .basis = in.Text("basis", 3, 300),
                   .confidence = ReadConfidence(in)};
  const auto from = ReadFrom(in);
  if (!from) return http::Problem(from.error(), request);
  bucket.valid_from = *from;
  if (front.knows_category) {
    const auto known = front.knows_category(bucket.category, request);
    if (!known) return http::Problem(known.error(), request);
    if (!*known)
      return http::Problem(
          {keel::Kind::kInvalid, "rule-names-nothing", "No goods have that category.", bucket.category}, request);
  }
  return Added(front, request, bucket);
}

http::Reply PostVatRule(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  TaxRule rule{.basis_points = in.Int("basis_points", 0, 3'000), .basis = in.Text("basis", 3, 300)};
  const auto from = ReadFrom(in);
  if (!from) return http::Problem(from.error(), request);
  rule.valid_from = *from;
  return Added(front, request, rule);
}

http::Reply PostThreshold(const Front& front, const http::Request& request) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  TaxThreshold threshold{.from_year = int(in.Int("from_year", 2015, 2100)),
                         .amount = in.Dong("amount", 0, kMostThreshold),
                         .basis = in.Text("basis", 3, 300),
                         .confidence = ReadConfidence(in),
                         .decided_on = in.Text("decided_on", 10, 10)};
  if (!in.ok()) return http::Problem(in.error(), request);
  if (!keel::FromRfc3339(threshold.decided_on + "T00:00:00Z"))
    return http::Problem({keel::Kind::kInvalid, "field-wrong-type", "decided_on: YYYY-MM-DD.", "decided_on"}, request);
  return Added(front, request, threshold);
}

/// Operators for all sellers or one; a seller for itself. Changes nothing.
http::Reply PostSimulation(const Front& front, const http::Request& request) {
  const auto who = front.verifier.Who(request);
  if (!who) return http::Problem(who.error(), request);
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  CommissionRule rule{.party_kind = in.MaybeText("party_kind", 24).value_or(""),
                      .category = in.MaybeText("category", 64).value_or(""),
                      .basis_points = in.Int("basis_points", 0, 5'000),
                      .channel = in.MaybeText("channel", 24).value_or("")};
  const auto party_text = in.MaybeText("party_id", 40).value_or("");
  const auto first = in.Text("from_month", 7, 7), last = in.Text("to_month", 7, 7);
  if (!in.ok()) return http::Problem(in.error(), request);
  if (!party_text.empty() && !PartyId::Parse(party_text))
    return http::Problem({keel::Kind::kInvalid, "malformed-id", "That is not an identifier.", "pty"}, request);
  if (party_text.empty() && !who->is_operator && !who->IsService())
    return http::Problem({keel::Kind::kForbidden, "not-allowed", "Only an operator may look at all sellers."}, request);
  if (!party_text.empty() && !who->MayActFor(party_text))
    return http::Problem({keel::Kind::kNotFound, "party-not-found", "There is no such seller."}, request);
  const auto from = Month::Parse(first), to = Month::Parse(last);
  if (!from) return http::Problem(from.error(), request);
  if (!to) return http::Problem(to.error(), request);
  const auto simulation = SimulateFee(front.desk, rule, party_text, from->Start(), to->End());
  if (!simulation) return http::Problem(simulation.error(), request);
  json sellers = json::array(), examples = json::array();
  const auto names = NamesOf(front.desk);
  for (const auto& seller : simulation->sellers)
    sellers.push_back({{"party_id", seller.party_id},
                       {"party_name", names.Of(seller.party_id)},
                       {"orders", seller.orders},
                       {"before", ToJson(seller.before)},
                       {"after", ToJson(seller.after)}});
  for (const auto& order : simulation->examples)
    examples.push_back({{"order_id", order.order_id},
                        {"order_code", order.code},
                        {"before", ToJson(order.before)},
                        {"after", ToJson(order.after)}});
  return http::Json(200, {{"orders", simulation->orders},
                          {"before", ToJson(simulation->before)},
                          {"after", ToJson(simulation->after)},
                          {"cut_off", simulation->cut_off},
                          {"sellers", std::move(sellers)},
                          {"examples", std::move(examples)}})
      .With("Cache-Control", "private, no-store");
}

}  // namespace

void MountTaxRoutes(const Front& front) {
  using enum http::Method;
  http::Routes routes(front.server, front.verifier, front);
  routes.Open(kGet, "/v1/tax/declarations", GetMonths);
  routes.Open(kGet, "/v1/tax/declarations/:month", GetDeclaration);
  routes.Open(kGet, "/v1/tax/declarations/:month/file.csv",
              [](const Front& to, const http::Request& request) { return GetFile(to, request, false); });
  routes.Open(kGet, "/v1/tax/declarations/:month/file.xlsx",
              [](const Front& to, const http::Request& request) { return GetFile(to, request, true); });
  routes.Open(kPost, "/v1/tax/declarations/:month/paid", ForOperators(PostPaid));
  routes.Open(kGet, "/v1/parties/:id/tax", GetYear);
  routes.Open(kPost, "/v1/withholding-rules", ForOperators(PostWithholdingRule));
  routes.Open(kPost, "/v1/tax-buckets", ForOperators(PostBucket));
  routes.Open(kPost, "/v1/commission-vat-rules", ForOperators(PostVatRule));
  routes.Open(kPost, "/v1/tax-thresholds", ForOperators(PostThreshold));
  routes.Open(kPost, "/v1/fee-simulations", PostSimulation);
}

}  // namespace payments
