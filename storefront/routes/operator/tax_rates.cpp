#include <array>

#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/thue/muc: the dated rates of withheld tax and what each category is to the tax law, with where each comes
/// from and how sure we are of it. A change is another row from a day to come; nothing already sold changes by it.
namespace storefront {
namespace {

constexpr auto kHere = "/quan-tri/thue/muc";
constexpr std::array<std::string_view, 4> kKinds{"household", "team", "cooperative", "enterprise"};
constexpr std::array<std::string_view, 5> kBuckets{"goods", "services", "transport", "unknown", "exempt"};
constexpr std::array<std::string_view, 4> kConfidences{"A", "H", "M", "L"};

template <std::size_t N>
void Choices(const Visit& visit, view::Data& data, const char* row, const std::array<std::string_view, N>& values,
             const char* sentences) {
  for (const auto value : values) data.Add(row).Set("VALUE", value).Set("LABEL", visit.Known(sentences, value));
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
  Choices(visit, data, "KIND", kKinds, "kind.");
  Choices(visit, data, "BUCKET_CHOICE", kBuckets, "settle.bucket.");
  Choices(visit, data, "SURE_CHOICE", kConfidences, "settle.sure.");
  return visit.Show("pages/operator/tax_rates.html", std::move(page), fault.empty() ? 200 : 422);
}

Reply Add(Visit& visit) {
  const auto& form = visit.form();
  // A day begins in Vietnam seven hours before it does in UTC.
  const auto from = keel::FromRfc3339(form.Text("tu_ngay", 10) + "T00:00:00+07:00");
  if (!from) return ShowRates(visit, visit.T("settle.day-wrong"));
  const bool of_category = form.Text("viec", 10) == "bucket";
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, of_category ? "bucket" : "rate");
  backends::Got<backends::Nothing> done = backends::Nothing{};
  if (of_category) {
    done = backends::AddTaxBucket(
        visit.app.payments.ask(), caller,
        {form.Text("loai", 64), form.Text("nhom", 16), form.Text("can_cu", 300), form.Text("tin_cay", 1), *from});
  } else {
    const auto vat = ReadPercent(form.Text("gtgt", 8)), pit = ReadPercent(form.Text("tncn", 8));
    if (!vat || !pit) return ShowRates(visit, visit.T("settle.rate-wrong"));
    done = backends::AddTaxRate(visit.app.payments.ask(), caller,
                                {.party_kind = form.Text("nguoi_ban", 24),
                                 .bucket = form.Text("nhom", 16),
                                 .basis = form.Text("can_cu", 300),
                                 .confidence = form.Text("tin_cay", 1),
                                 .resident = form.Text("cu_tru", 8) != "khong",
                                 .vat_basis_points = *vat,
                                 .pit_basis_points = *pit,
                                 .valid_from = *from});
  }
  if (!done && !done.failure().down()) return ShowRates(visit, visit.Sentence(done.failure()));
  return AfterDeed(visit, done, visit.T("settle.tax-rate-added"), kHere);
}

}  // namespace

void MountTaxRates(Mount& mount) {
  mount.Get(kHere, For::kOperator, [](Visit& visit) { return ShowRates(visit, ""); });
  mount.Post(kHere, For::kOperator, Add);
}

}  // namespace storefront
