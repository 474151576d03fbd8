#include "storefront/backends/settlement.hpp"
#include "storefront/routes/operator/bank_round_pages.hpp"
#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/pages.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/chi-tien: who is to be paid, rounds of payouts, the file for the bank and the file it sends back.
namespace storefront {
namespace {

const RoundPages& Pages() {
  static const RoundPages pages{backends::kPayoutRounds, "/quan-tri/chi-tien/",   "payouts", "settle.batch",
                                "settle.payout-paid",    "settle.payout-bounced", "chi-tien"};
  return pages;
}

Reply ShowPayouts(Visit& visit) {
  const auto ready = backends::ReadyToPay(visit.app.payments.ask(), visit.caller());
  if (!ready) return visit.Fail(ready.failure());
  const auto batches =
      backends::Rounds(visit.app.payments.ask(), visit.caller(), Pages().kind, visit.request.QueryOr("sau", ""));
  if (!batches) return visit.Fail(batches.failure());
  Page page{.title = visit.T("settle.payouts"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "payouts");
  data.Set("FORM_KEY", NewFormKey());
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  std::int64_t sum = 0, count = 0;
  const auto shown = PageAsked(visit, data, "/quan-tri/chi-tien", "ng", ready->size());
  for (std::size_t at = 0; at < ready->size(); ++at) {
    const auto& row = (*ready)[at];
    if (row.ready.dong() > 0 && row.has_payee && !row.refused) {
      sum += row.ready.dong();
      ++count;
    }
    if (!shown.Has(at)) continue;
    data.Add("SELLER")
        .Set("PARTY", row.party_name.empty() ? row.party_id : row.party_name)
        .Set("READY", money(row.ready))
        .Set("WAITING", money(row.waiting))
        .Set("HELD", money(row.held))
        .Set("PARTY_ID", row.party_id)
        .Show("REFUSED", row.refused)
        .Show("NO_PAYEE", !row.has_payee);
  }
  data.Set("READY_SUM", money(keel::Money::Vnd(sum))).Set("READY_COUNT", view::Number(visit.language, count));
  data.Show("CAN_MAKE", count > 0).Show("NONE_READY", count == 0).Show("ANY_SELLER", !ready->empty());
  FillBatches(visit, data, batches->items, Pages().root);
  if (visit.request.Query("sau")) data.SetIfAny("FIRST", "/quan-tri/chi-tien");  // A cursor only leads on.
  data.Show("HAS_NEXT", !batches->next.empty());
  data.Set("NEXT_HREF", "/quan-tri/chi-tien?sau=" + keel::http::UrlEncode(batches->next));
  return visit.Show("pages/operator/payouts.html", std::move(page));
}

Reply Make(Visit& visit) {
  auto caller = visit.caller(std::chrono::seconds(10));
  if (visit.form().Text("viec", 10) == "again") {
    const auto party = visit.form().Text("ma", 40);
    caller.idempotency_key = DeedKey(visit, "again" + party);
    return AfterDeed(visit, backends::TryPayeeAgain(visit.app.payments.ask(), caller, party),
                     visit.T("settle.again-done"), "/quan-tri/chi-tien");
  }
  caller.idempotency_key = DeedKey(visit, "batch");
  const auto batch = backends::MakeRound(visit.app.payments.ask(), caller, Pages().kind);
  return AfterDeed(visit, batch, visit.T("settle.batch-made"), batch ? Pages().PathOf(*batch) : "/quan-tri/chi-tien");
}

}  // namespace

void MountPayouts(Mount& mount) {
  mount.Get("/quan-tri/chi-tien", For::kOperator, ShowPayouts);
  mount.Post("/quan-tri/chi-tien", For::kOperator, Make);
  MountRound(mount, Pages());
}

}  // namespace storefront
