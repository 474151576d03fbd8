#include <array>
#include <functional>

#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/thue/muc: the dated rates of withheld tax and what each category is to the tax law, with where each comes
/// from and how sure we are of it. A change is another row from a day to come; nothing already sold changes by it.
namespace storefront {
namespace {

constexpr Within kPercents{.least = 0, .most = 9'900};  // In hundredths of a percent.
constexpr auto kHere = "/quan-tri/thue/muc";
constexpr std::array<std::string_view, 4> kKinds{"household", "team", "cooperative", "enterprise"};
constexpr std::array<std::string_view, 5> kBuckets{"goods", "services", "transport", "unknown", "exempt"};
constexpr std::array<std::string_view, 4> kConfidences{"A", "H", "M", "L"};

template <std::size_t N>
void Choices(const Visit& visit, view::Data& data, const char* row, const std::array<std::string_view, N>& values,
             const char* sentences) {
  for (const auto value : values) data.Add(row).Set("VALUE", value).Set("LABEL", visit.Known(sentences, value));
}

/// A day as payments writes it, as people do.
std::string DayOf(const Visit& visit, const std::string& day) {
  const auto from = keel::FromRfc3339(day + "T00:00:00+07:00");
  return from ? view::Date(visit.language, *from) : day;
}

Reply ShowRates(Visit& visit, const std::string& fault) {
  const auto rules = backends::TaxRulesOf(visit.app.payments.ask(), visit.caller());
  if (!rules) return visit.Fail(rules.failure());
  Page page{.title = visit.T("settle.tax-rates"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "tax");
  data.Set("FORM_KEY", NewFormKey()).SetIfAny("FAULT", fault);
  const auto now = visit.app.clock.Now();
  for (const auto& rate : rules->rates) {
    auto row = data.Add("RATE_ROW");
    row.Set("WHO", visit.Known("kind.", rate.party_kind))
        .Set("BUCKET", visit.Known("settle.bucket.", rate.bucket))
        .Set("VAT", Percent(visit, rate.vat_basis_points))
        .Set("PIT", Percent(visit, rate.pit_basis_points))
        .Set("SINCE", view::Date(visit.language, rate.valid_from))
        .Set("BASIS", rate.basis)
        .Set("SURE", visit.Known("settle.sure.", rate.confidence));
    row.Show("FOREIGN", !rate.resident).Show("COMING", rate.valid_from > now);
    row.Show("OVER", rate.valid_to != keel::Instant{} && rate.valid_to <= now);
  }
  for (const auto& bucket : rules->buckets)
    data.Add("BUCKET_ROW")
        .Set("CATEGORY", bucket.category)
        .Set("BUCKET", visit.Known("settle.bucket.", bucket.bucket))
        .Set("SINCE", view::Date(visit.language, bucket.valid_from))
        .Set("BASIS", bucket.basis)
        .Set("SURE", visit.Known("settle.sure.", bucket.confidence))
        .Show("COMING", bucket.valid_from > now);
  data.Show("ANY_BUCKET", !rules->buckets.empty()).Show("NO_BUCKET", rules->buckets.empty());
  for (const auto& rule : rules->commission_vat) {
    auto row = data.Add("VAT_ROW");
    row.Set("VAT", Percent(visit, rule.basis_points))
        .Set("SINCE", view::Date(visit.language, rule.valid_from))
        .Set("BASIS", rule.basis);
    row.Show("COMING", rule.valid_from > now);
    row.Show("OVER", rule.valid_to != keel::Instant{} && rule.valid_to <= now);
  }
  for (const auto& threshold : rules->thresholds)
    data.Add("THRESHOLD_ROW")
        .Set("YEAR", std::to_string(threshold.from_year))
        .Set("AMOUNT", view::Money(visit.language, threshold.amount))
        .Set("DECIDED", DayOf(visit, threshold.decided_on))
        .Set("BASIS", threshold.basis)
        .Set("SURE", visit.Known("settle.sure.", threshold.confidence));
  Choices(visit, data, "KIND", kKinds, "kind.");
  Choices(visit, data, "BUCKET_CHOICE", kBuckets, "settle.bucket.");
  Choices(visit, data, "SURE_CHOICE", kConfidences, "settle.sure.");
  return visit.Show("pages/operator/tax_rates.html", std::move(page), fault.empty() ? 200 : 422);
}

/// What the form wishes to add, or why it cannot be.
using Deed = std::function<backends::Got<backends::Nothing>(const backends::Asker&, const backends::Caller&)>;
keel::Result<Deed> Wished(Visit& visit, Typed& typed, const std::string& kind) {
  const auto& form = visit.form();
  const auto wrong = [](const char* sentence) { return keel::Error{keel::Kind::kInvalid, sentence, ""}; };
  const auto basis = form.Text("can_cu", 300), sure = form.Text("tin_cay", 1), day = form.Text("tu_ngay", 10);
  // A day begins in Vietnam seven hours before it does in UTC.
  const auto from = keel::FromRfc3339(day + "T00:00:00+07:00");
  if (!from) return wrong("settle.day-wrong");
  if (kind == "bucket")
    return Deed([wish = backends::TaxBucket{form.Text("loai", 64), form.Text("nhom", 16), basis, sure, *from}](
                    const auto& payments, const auto& caller) { return AddTaxBucket(payments, caller, wish); });
  if (kind == "threshold") {
    const auto year = typed.Pieces("nam", {.least = 2000, .most = 2099});
    const auto amount = typed.Dong("so_tien");
    if (!typed.sound()) return wrong("");
    return Deed([wish = backends::TaxThreshold{year, amount, basis, sure, day}](
                    const auto& payments, const auto& caller) { return AddTaxThreshold(payments, caller, wish); });
  }
  const auto vat = typed.Of(web::Measure::kHundredths, "gtgt", kPercents);
  if (kind == "vat" && typed.sound())
    return Deed([wish = backends::CommissionVat{vat, basis, *from, {}}](const auto& payments, const auto& caller) {
      return AddCommissionVat(payments, caller, wish);
    });
  const auto pit = kind == "vat" ? 0 : typed.Of(web::Measure::kHundredths, "tncn", kPercents);
  if (!typed.sound()) return wrong("");
  return Deed([wish = backends::TaxRate{.party_kind = form.Text("nguoi_ban", 24),
                                        .bucket = form.Text("nhom", 16),
                                        .basis = basis,
                                        .confidence = sure,
                                        .resident = form.Text("cu_tru", 8) != "khong",
                                        .vat_basis_points = vat,
                                        .pit_basis_points = pit,
                                        .valid_from = *from}](const auto& payments, const auto& caller) {
    return AddTaxRate(payments, caller, wish);
  });
}

Reply Add(Visit& visit) {
  const auto kind = visit.form().Text("viec", 10);
  Typed typed(visit);
  const auto wished = Wished(visit, typed, kind);
  if (!typed.sound()) return Again(visit, ShowRates(visit, ""), typed.faults());
  if (!wished) return Again(visit, ShowRates(visit, visit.T(wished.error().code)), {});
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, kind);
  const auto done = (*wished)(visit.app.payments.ask(), caller);
  return AfterTyped(visit, done, visit.T("settle.tax-rate-added"), kHere, [&] { return ShowRates(visit, ""); });
}

}  // namespace

void MountTaxRates(Mount& mount) {
  mount.Get(kHere, For::kOperator, [](Visit& visit) { return ShowRates(visit, ""); });
  mount.Post(kHere, For::kOperator, Add);
}

}  // namespace storefront
