#include "storefront/backends/office.hpp"
#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/thu-ho: who holds buyers' cash and for how long, carriers' statements, and what is wrong with them.
namespace storefront {
namespace {

/// `after`: where the page of its lines begins; empty: at the first.
std::string PathOf(const std::string& remittance, const std::string& after = {}) {
  const auto path = "/quan-tri/thu-ho/" + keel::http::UrlEncode(remittance);
  return after.empty() ? path : path + "?sau=" + keel::http::UrlEncode(after);
}

void FillLine(const Visit& visit, view::Data row, const backends::RemittanceLine& line) {
  row.Set("ID", line.id)
      .SetNumber("NUMBER", line.line)
      .Set("CODE", line.order_code.empty() ? line.reference : line.order_code)
      .Set("COLLECTED", view::Money(visit.language, line.collected))
      .Set("FEE", view::Money(visit.language, line.fee))
      .Set("CARRIER", visit.Known("carrier.", line.carrier))
      .Set("STATEMENT", line.statement)
      .Set("REMITTANCE", line.remittance_id);
  if (line.expected != keel::Money{}) row.SetIfAny("EXPECTED", view::Money(visit.language, line.expected));
  row.Show("RIGHT", line.finding.empty());
  row.SetIfAny("FINDING", line.finding.empty() ? "" : visit.Known("settle.finding.", line.finding));
  row.SetIfAny("DECISION", line.resolution.empty() ? "" : visit.Known("settle.decision.", line.resolution));
  row.SetIfAny("NOTE", line.note);
  const bool open = !line.finding.empty() && line.resolution.empty();
  const bool may =
      line.finding == "amount-differs" || line.finding == "collected-differs" || line.finding == "fee-differs";
  row.Show("TO_DECIDE", open).Show("MAY_ACCEPT", open && may);
}

Reply ShowCod(Visit& visit) {
  const auto ageing = backends::AgeingOfCod(visit.app.payments.ask(), visit.caller());
  if (!ageing) return visit.Fail(ageing.failure());
  const auto findings = backends::CodFindings(visit.app.payments.ask(), visit.caller());
  if (!findings) return visit.Fail(findings.failure());
  const auto statements =
      backends::Remittances(visit.app.payments.ask(), visit.caller(), visit.request.QueryOr("sau", ""));
  if (!statements) return visit.Fail(statements.failure());
  Page page{.title = visit.T("settle.cod"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "cod");
  data.Set("FORM_KEY", NewFormKey());
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  for (const auto& carrier : ageing->carriers) {
    auto row = data.Add("CARRIER_ROW");
    row.Set("CARRIER", visit.Known("carrier.", carrier.carrier))
        .Set("ORDERS", view::Number(visit.language, carrier.orders))
        .Set("EXPECTED", money(carrier.expected))
        .Set("REPORTED", money(carrier.reported))
        .Set("OVERDUE", money(carrier.overdue_amount));
    for (std::size_t i = 0; i < 4; ++i)
      row.Set("AGE" + std::to_string(i + 1), money(i < carrier.by_age.size() ? carrier.by_age[i] : keel::Money{}));
  }
  data.Show("ANY_CARRIER", !ageing->carriers.empty()).Show("NO_CASH", ageing->carriers.empty());
  for (const auto& order : ageing->overdue)
    data.Add("LATE")
        .Set("CODE", order.code)
        .Set("ORDER_HREF", "/quan-tri/don/" + keel::http::UrlEncode(order.order_id))
        .Set("CARRIER", visit.Known("carrier.", order.carrier))
        .Set("EXPECTED", money(order.expected))
        .Set("WHEN", view::Date(visit.language, order.delivered_at));
  data.Show("ANY_LATE", !ageing->overdue.empty());
  for (const auto& line : *findings) FillLine(visit, data.Add("LINE"), line);
  data.Show("NO_FINDING", findings->empty());
  for (const auto& statement : statements->items) {
    auto row = data.Add("STATEMENT_ROW");
    row.Set("HREF", PathOf(statement.id))
        .Set("CARRIER", visit.Known("carrier.", statement.carrier))
        .Set("NUMBER", statement.statement)
        .Set("PAYABLE", money(statement.payable))
        .Set("WHEN", view::Date(visit.language, statement.taken_at))
        .Set("LINES", view::Number(visit.language, statement.lines_count))
        .Set("WRONG", view::Number(visit.language, statement.wrong));
    row.Set("STATE_TEXT", visit.Known("settle.remittance.", statement.state));
  }
  data.Show("ANY_STATEMENT", !statements->items.empty()).Show("HAS_NEXT", !statements->next.empty());
  data.Set("NEXT_HREF", "/quan-tri/thu-ho?sau=" + keel::http::UrlEncode(statements->next));
  return visit.Show("pages/operator/cod.html", std::move(page));
}

Reply Take(Visit& visit) {
  const auto& form = visit.form();
  auto caller = visit.caller(std::chrono::seconds(15));
  const std::string deed = form.Text("viec", 10), line = form.Text("ma", 40);
  caller.idempotency_key = DeedKey(visit, deed + line);
  if (deed == "accept" || deed == "refuse") {
    const auto from = form.Text("bang_ke", 40);
    return AfterDeed(
        visit, backends::DecideLine(visit.app.payments.ask(), caller, line, deed, form.Text("ghi_chu", 200)),
        visit.T("settle.line-decided"), from.empty() ? "/quan-tri/thu-ho" : PathOf(from, form.Text("sau", 40)));
  }
  if (form.files().empty()) {
    visit.Flash("bad", visit.T("settle.no-file"));
    return visit.SeeOther("/quan-tri/thu-ho");
  }
  const auto taken = backends::SendRemittance(visit.app.payments.ask(), caller, form.Text("hang", 32),
                                              form.Text("so_bang_ke", 64), form.files().front().bytes);
  return AfterDeed(visit, taken, visit.T("settle.statement-taken"), taken ? PathOf(*taken) : "/quan-tri/thu-ho");
}

/// Bank lines that may have brought it: those that wait, and those that were booked as this carrier's before any
/// statement came.
void FillReceipts(const Visit& visit, view::Data& data, const backends::Remittance& remittance) {
  bool any = false;
  for (const auto* state : {"unmatched", "remittance"}) {
    const bool booked = std::string_view(state) == "remittance";
    const auto receipts = backends::ReceiptsIn(visit.app.payments.ask(), visit.caller(), state, "");
    if (!receipts) continue;
    for (const auto& receipt : receipts->items) {
      const bool its = receipt.finding == "from-carrier" && receipt.about == remittance.carrier;
      if (receipt.holder == "another" || (booked && !its)) continue;
      any = true;
      data.Add("RECEIPT")
          .Set("RECEIPT_ID", receipt.id)
          .Set("LABEL", view::Money(visit.language, receipt.amount) + " · " + view::Date(visit.language, receipt.at) +
                            " · " + receipt.content + (booked ? " · " + visit.T("settle.booked-before") : ""))
          .Show("SAME", receipt.amount == remittance.payable);
    }
  }
  data.Show("HAS_RECEIPT", any).Show("NO_RECEIPT", !any);
}

Reply ShowRemittance(Visit& visit) {
  const auto after = visit.request.QueryOr("sau", "");
  const auto remittance =
      backends::OneRemittance(visit.app.payments.ask(), visit.caller(), std::string(visit.request.Param("id")), after);
  if (!remittance) return visit.Fail(remittance.failure());
  Page page{.title = visit.T("settle.remittance"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "cod");
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  data.Set("PATH", PathOf(remittance->id))
      .Set("FORM_KEY", NewFormKey())
      .Set("OF_CARRIER", visit.Known("carrier.", remittance->carrier))
      .Set("NUMBERED", remittance->statement)
      .Set("SUM_COLLECTED", money(remittance->collected))
      .Set("SUM_FEE", money(remittance->fee))
      .Set("PAYABLE", money(remittance->payable));
  if (remittance->difference != keel::Money{}) data.SetIfAny("DIFFERENCE", money(remittance->difference));
  data.Show("OPEN", remittance->state == "received").Show("MATCHED", remittance->state == "matched");
  if (remittance->state == "received") {
    FillReceipts(visit, data, *remittance);
  }
  for (const auto& line : remittance->lines) {
    auto row = data.Add("LINE");
    FillLine(visit, row, line);
    row.Set("AFTER", after);
  }
  data.Set("WRONG", view::Number(visit.language, remittance->wrong))
      .Set("LINES", view::Number(visit.language, remittance->lines_count));
  if (!remittance->next.empty()) data.SetIfAny("NEXT_HREF", PathOf(remittance->id, remittance->next));
  if (!after.empty()) data.SetIfAny("FIRST_HREF", PathOf(remittance->id));
  return visit.Show("pages/operator/remittance.html", std::move(page));
}

Reply Match(Visit& visit) {
  const std::string id(visit.request.Param("id"));
  auto caller = visit.caller(std::chrono::seconds(15));
  const auto& form = visit.form();
  caller.idempotency_key = DeedKey(visit, "match" + form.Text("tien_ve", 40));
  const bool sellers = form.Text("viec", 10) == "sellers";
  return AfterDeed(visit,
                   backends::MatchRemittance(visit.app.payments.ask(), caller, id,
                                             sellers ? "" : form.Text("tien_ve", 40), form.Has("lech")),
                   visit.T("settle.statement-matched"), PathOf(id));
}

}  // namespace

void MountCod(Mount& mount) {
  mount.Get("/quan-tri/thu-ho", For::kOperator, ShowCod);
  mount.Post("/quan-tri/thu-ho", For::kOperator, Take);
  mount.Get("/quan-tri/thu-ho/:id", For::kOperator, ShowRemittance);
  mount.Post("/quan-tri/thu-ho/:id", For::kOperator, Match);
}

}  // namespace storefront
