#include "storefront/backends/office.hpp"
#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/tien/…: the statement whose every line names its order, the account the money goes to, the year's tax; and the
/// statement of a cooperative's member.
namespace storefront {
namespace {

Reply Csv(backends::Got<std::string> file, Visit& visit, const std::string& name) {
  if (!file) return visit.Fail(file.failure());
  Reply reply;
  reply.body = *std::move(file);
  reply.content_type = "text/csv; charset=utf-8";
  return std::move(reply).With("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
}

void FillStatement(const Visit& visit, view::Data& data, const backends::Statement& statement, const std::string& path,
                   const std::string& order_path) {
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  data.Set("MONTH", MonthText(statement.month))
      .Set("OPENING", money(statement.opening))
      .Set("SOLD", money(statement.sold))
      .Set("TAKEN_BACK", money(statement.taken_back))
      .Set("PAID", money(statement.paid_out))
      .Set("CLOSING", money(statement.closing));
  if (statement.repaid != keel::Money{}) data.SetIfAny("REPAID", money(statement.repaid));
  data.Set("BEFORE_HREF", path + "?thang=" + MonthBefore(statement.month, 1))
      .Set("AFTER_HREF", path + "?thang=" + MonthBefore(statement.month, -1))
      .Set("BEFORE", MonthText(MonthBefore(statement.month, 1)))
      .Set("AFTER", MonthText(MonthBefore(statement.month, -1)))
      .Set("FILE_HREF", path + ".csv?thang=" + statement.month);
  for (const auto& line : statement.lines) {
    auto row = data.Add("LINE");
    row.Set("WHEN", view::Date(visit.language, line.at))
        .Set("KIND", visit.Known("settle.kind.", line.kind))
        .Set("CODE", line.order_code)
        .Set("AMOUNT", money(line.amount))
        .Set("BALANCE", money(line.balance));
    const bool linked = !order_path.empty() && !line.order_id.empty();
    row.Show("LINKED", linked).Show("PLAIN", !linked).Set("ORDER_HREF", order_path + line.order_id);
    row.SetIfAny("BANK_REFERENCE", line.bank_reference);
    if (line.parts.post != keel::Money{}) row.SetIfAny("OWN_POST", money(line.parts.post));
    row.Show("HAS_PARTS", line.parts.price != keel::Money{});
    FillParts(visit, row, "", line.parts);
  }
  for (const auto& share : statement.shares)
    data.Add("SHARE")
        .Set("CODE", share.order_code)
        .Set("WHO", share.party_name.empty() ? share.party_id : share.party_name)
        .Set("COOPERATIVE", share.cooperative_name.empty() ? share.cooperative_id : share.cooperative_name)
        .Set("PIECES", share.kind == "sale" ? view::Number(visit.language, share.pieces)
                                            : visit.Known("settle.kind.", share.kind))
        .Set("WHEN", view::Date(visit.language, share.at))
        .Set("AMOUNT", money(share.amount))
        .Set("ORDER_NET", money(share.order_net));
  data.Show("ANY_SHARE", !statement.shares.empty());
  data.Show("ANY", !statement.lines.empty()).Show("EMPTY", statement.lines.empty());
}

Reply ShowStatement(Visit& visit, const Workplace& place) {
  const auto statement =
      backends::StatementOf(visit.app.payments.ask(), visit.caller(), place.shop.party_id, MonthAsked(visit, "thang"));
  if (!statement) return visit.Fail(statement.failure());
  Page page{.title = visit.T("settle.statement"), .nav = "me", .indexed = false};
  AddMoneyNav(visit, page.data, "statement");
  page.data.Show("MINE").SetIfAny("SELLER_NAME", place.shop.name);
  FillStatement(visit, page.data, *statement, "/ban/tien/sao-ke", "/ban/don/");
  return visit.Show("pages/seller/statement.html", std::move(page));
}

Reply StatementFile(Visit& visit, const Workplace& place) {
  const auto month = MonthAsked(visit, "thang");
  return Csv(backends::StatementFile(visit.app.payments.ask(), visit.caller(), place.shop.party_id, month), visit,
             "sao-ke-" + month);
}

/// A cooperative's clerk reads what a member receives; payments knows who is whose member.
Reply ShowMember(Visit& visit) {
  const std::string party(visit.request.Param("id"));
  const auto statement =
      backends::StatementOf(visit.app.payments.ask(), visit.caller(), party, MonthAsked(visit, "thang"));
  if (!statement) return visit.Fail(statement.failure());
  Page page{.title = visit.T("settle.member-statement"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "members");
  page.data.Show("MEMBERS");
  if (const auto member = backends::FindParty(visit.app.accounts.ask(), visit.caller(), party))
    page.data.SetIfAny("SELLER_NAME", member->name);
  FillStatement(visit, page.data, *statement, "/htx/sao-ke/" + keel::http::UrlEncode(party), "");
  return visit.Show("pages/seller/statement.html", std::move(page));
}

Reply MemberFile(Visit& visit) {
  std::string party(visit.request.Param("id"));
  if (party.ends_with(".csv")) party.resize(party.size() - 4);
  const auto month = MonthAsked(visit, "thang");
  return Csv(backends::StatementFile(visit.app.payments.ask(), visit.caller(), party, month), visit, "sao-ke-" + month);
}

Reply Member(Visit& visit) {
  return visit.request.Param("id").ends_with(".csv") ? MemberFile(visit) : ShowMember(visit);
}

Reply ShowPayee(Visit& visit, const Workplace& place) {
  const auto payee = backends::PayeeOf(visit.app.payments.ask(), visit.caller(), place.shop.party_id);
  if (!payee && !payee.failure().missing()) return visit.Fail(payee.failure());
  const auto banks = backends::BanksOf(visit.app.payments.ask(), visit.caller());
  if (!banks) return visit.Fail(banks.failure());
  Page page{.title = visit.T("settle.payee"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddMoneyNav(visit, data, "payee");
  const auto known = payee ? *payee : backends::Payee{.tax_id_kind = "personal-id"};
  data.Show("KNOWN", static_cast<bool>(payee)).Show("UNKNOWN", !payee);
  data.Set("BANK_NAME", known.bank_name)
      .Set("ACCOUNT", known.account_masked)
      .Set("HOLDER", known.holder)
      .Set("LEGAL_NAME", known.legal_name)
      .SetNumber("VERSION", known.version);
  data.SetIfAny("TAX_ID", known.tax_id_masked);
  data.Show("IS_TAX_CODE", known.tax_id_kind == "tax-code")
      .Show("IS_PERSONAL", known.tax_id_kind != "tax-code")
      .Show("FOREIGN", !known.resident)
      .Show("RESIDENT", known.resident);
  for (const auto& bank : *banks) {
    auto row = data.Add("BANK");
    row.Set("BIN", bank.bin).Set("NAME", bank.name).Show("CHOSEN", bank.bin == known.bank_bin);
  }
  return visit.Show("pages/seller/payee.html", std::move(page));
}

Reply TakePayee(Visit& visit, const Workplace& place) {
  const auto& form = visit.form();
  Typed typed(visit);
  const auto version = typed.Ours("phien_ban");
  if (!typed.sound()) return Again(visit, ShowPayee(visit, place), typed.faults());
  const backends::PayeeWish wish{.bank_bin = form.Text("ngan_hang", 6),
                                 .account = form.Text("so_tai_khoan", 30),
                                 .holder = form.Text("chu_tai_khoan", 100),
                                 .legal_name = form.Text("ho_ten", 200),
                                 .tax_id = form.Text("so_giay_to", 14),
                                 .tax_id_kind = form.Text("loai_giay_to", 16),
                                 .resident = form.Text("cu_tru", 8) != "khong",
                                 .version = version};
  const auto saved = backends::SavePayee(visit.app.payments.ask(), visit.caller(), place.shop.party_id, wish);
  return AfterTyped(visit, saved, visit.T("settle.payee-saved"), "/ban/tien/tai-khoan",
                    [&] { return ShowPayee(visit, place); });
}

Reply ShowTax(Visit& visit, const Workplace& place) {
  const auto asked = visit.request.QueryOr("nam", "");
  const bool good = asked.size() == 4 && asked.find_first_not_of("0123456789") == std::string::npos;
  const int year = std::stoi(good ? asked : MonthAsked(visit, "").substr(0, 4));
  const auto tax = backends::TaxYearOf(visit.app.payments.ask(), visit.caller(), place.shop.party_id, year);
  if (!tax) return visit.Fail(tax.failure());
  Page page{.title = visit.T("settle.tax"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddMoneyNav(visit, data, "tax-year");
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  data.SetNumber("YEAR", tax->year).SetNumber("YEAR_BEFORE", tax->year - 1);
  data.Set("REVENUE", money(tax->revenue)).Set("VAT", money(tax->vat)).Set("PIT", money(tax->pit));
  data.Set("WITHHELD", money(keel::Money::Vnd(tax->vat.dong() + tax->pit.dong())));
  data.Set("SELLER", tax->legal_name.empty() ? place.shop.name : tax->legal_name)
      .SetIfAny("TAX_ID", tax->tax_id_masked);
  data.Set("TODAY", view::Date(visit.language, visit.app.clock.Now()));
  data.Show("HAS_THRESHOLD", tax->has_threshold).Show("BELOW", tax->has_threshold && tax->below);
  data.Show("ABOVE", tax->has_threshold && !tax->below);
  data.Set("THRESHOLD", money(tax->threshold)).Set("BASIS", tax->basis);
  const auto of = tax->threshold.dong() <= 0 ? 0 : tax->revenue.dong() * 100 / tax->threshold.dong();
  data.SetNumber("SHARE", of > 100 ? 100 : of < 0 ? 0 : of);
  for (const auto& month : tax->months)
    data.Add("MONTH")
        .Set("NAME", MonthText(month.month))
        .Set("BASE", money(month.base))
        .Set("M_VAT", money(month.vat))
        .Set("M_PIT", money(month.pit));
  data.Show("ANY", !tax->months.empty()).Show("EMPTY", tax->months.empty());
  return visit.Show("pages/seller/tax.html", std::move(page));
}

}  // namespace

void MountStatement(Mount& mount) {
  mount.Get("/ban/tien/sao-ke", For::kSignedIn, InShop(ShowStatement));
  mount.Get("/ban/tien/sao-ke.csv", For::kSignedIn, InShop(StatementFile));
  mount.Get("/ban/tien/tai-khoan", For::kSignedIn, InShop(ShowPayee));
  mount.Post("/ban/tien/tai-khoan", For::kSignedIn, InShop(TakePayee));
  mount.Get("/ban/tien/thue", For::kSignedIn, InShop(ShowTax));
  mount.Get("/htx/sao-ke/:id", For::kSignedIn, Member);
}

}  // namespace storefront
