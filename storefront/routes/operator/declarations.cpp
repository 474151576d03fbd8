#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/thue: withheld tax month by month: what is declared, its files, that it was paid; and the books that
/// close.
namespace storefront {
namespace {

std::string PathOf(const std::string& month) {
  return "/quan-tri/thue?thang=" + keel::http::UrlEncode(month);
}

Reply ShowTax(Visit& visit) {
  const auto months = backends::TaxMonths(visit.app.payments.ask(), visit.caller());
  if (!months) return visit.Fail(months.failure());
  const auto asked = MonthAsked(visit, "thang");
  const auto declaration = backends::DeclarationOf(visit.app.payments.ask(), visit.caller(), asked);
  if (!declaration) return visit.Fail(declaration.failure());
  Page page{.title = visit.T("settle.declarations"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "tax");
  data.Set("FORM_KEY", NewFormKey());
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  for (const auto& month : *months) {
    auto row = data.Add("MONTH_ROW");
    row.Set("MONTH_HREF", PathOf(month.month))
        .Set("NAME", MonthText(month.month))
        .Set("SELLERS", view::Number(visit.language, month.sellers))
        .Set("M_BASE", money(month.base))
        .Set("M_VAT", money(month.vat))
        .Set("M_PIT", money(month.pit));
    const bool owed = month.due.dong() > 0;
    row.Show("M_PAID", month.paid).Show("M_OWED", !month.paid && owed).Show("M_NONE", !month.paid && !owed);
  }
  data.Show("ANY_MONTH", !months->empty()).Show("NO_MONTH", months->empty());
  data.Set("MONTH", declaration->month)
      .Set("MONTH_NAME", MonthText(declaration->month))
      .Set("DUE_ON", view::Date(visit.language, declaration->due_on))
      .Set("BASE", money(declaration->base))
      .Set("VAT", money(declaration->vat))
      .Set("PIT", money(declaration->pit))
      .Set("FILE", "/quan-tri/thue/" + declaration->month);
  data.Show("CLOSED", declaration->closed).Show("NOT_CLOSED", !declaration->closed);
  data.Show("IS_PAID", declaration->paid).Show("TO_PAY", !declaration->paid && declaration->due.dong() > 0);
  if (declaration->brought.dong() != 0) data.SetIfAny("BROUGHT", money(declaration->brought));
  if (declaration->vat.dong() + declaration->pit.dong() + declaration->brought.dong() < 0)
    data.SetIfAny("LEFT_OVER", money(keel::Money::Vnd(declaration->vat.dong() + declaration->pit.dong() +
                                                      declaration->brought.dong() - declaration->due.dong())));
  data.Set("DUE", money(declaration->due));
  std::int64_t unknown = 0;
  for (const auto& row : declaration->rows) {
    if (!row.identified) ++unknown;
    auto line = data.Add("SELLER");
    const auto& called = row.party_name.empty() ? row.party_id : row.party_name;
    line.Set("NAME", row.legal_name.empty() ? called : row.legal_name)
        .Set("TAX_ID", row.tax_id_masked)
        .Set("BUCKET", visit.Known("settle.bucket.", row.bucket))
        .Set("GROSS", money(row.gross))
        .Set("OFFSET", money(row.offset))
        .Set("S_VAT", money(row.vat))
        .Set("S_PIT", money(row.pit));
    line.Show("UNIDENTIFIED", !row.identified);
  }
  data.Show("ANY_SELLER", !declaration->rows.empty()).Show("NO_SELLER", declaration->rows.empty());
  if (unknown > 0) data.SetIfAny("UNKNOWN", view::Number(visit.language, unknown));
  return visit.Show("pages/operator/tax.html", std::move(page));
}

Reply Work(Visit& visit) {
  const auto& form = visit.form();
  const auto month = form.Text("thang", 7), deed = form.Text("viec", 10);
  auto caller = visit.caller(std::chrono::seconds(15));
  caller.idempotency_key = DeedKey(visit, deed + month);
  if (deed == "close")
    return AfterDeed(visit, backends::CloseMonth(visit.app.payments.ask(), caller, month), visit.T("settle.closed"),
                     PathOf(month));
  return AfterDeed(visit, backends::MarkTaxPaid(visit.app.payments.ask(), caller, month, form.Text("but_toan", 64)),
                   visit.T("settle.tax-paid"), PathOf(month));
}

Reply File(Visit& visit, const std::string& ending, const std::string& type) {
  const std::string month(visit.request.Param("month"));
  auto file =
      backends::DeclarationFile(visit.app.payments.ask(), visit.caller(std::chrono::seconds(10)), month, ending);
  if (!file) return visit.Fail(file.failure());
  Reply reply;
  reply.body = *std::move(file);
  reply.content_type = type;
  return std::move(reply).With("Content-Disposition",
                               "attachment; filename=\"khau-tru-thue-" + month.substr(0, 7) + "." + ending + "\"");
}

}  // namespace

void MountDeclarations(Mount& mount) {
  mount.Get("/quan-tri/thue", For::kOperator, ShowTax);
  mount.Post("/quan-tri/thue", For::kOperator, Work);
  mount.Get("/quan-tri/thue/:month/tep.csv", For::kOperator,
            [](Visit& visit) { return File(visit, "csv", "text/csv; charset=utf-8"); });
  mount.Get("/quan-tri/thue/:month/tep.xlsx", For::kOperator, [](Visit& visit) {
    return File(visit, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  });
}

}  // namespace storefront
