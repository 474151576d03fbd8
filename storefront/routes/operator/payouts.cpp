#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/chi-tien: who is to be paid, rounds of payouts, the file for the bank and the file it sends back.
namespace storefront {
namespace {

std::string PathOf(const std::string& batch) {
  return "/quan-tri/chi-tien/" + keel::http::UrlEncode(batch);
}

Reply ShowPayouts(Visit& visit) {
  const auto ready = backends::ReadyToPay(visit.app.payments.ask(), visit.caller());
  if (!ready) return visit.Fail(ready.failure());
  const auto batches = backends::Batches(visit.app.payments.ask(), visit.caller(), visit.request.QueryOr("sau", ""));
  if (!batches) return visit.Fail(batches.failure());
  Page page{.title = visit.T("settle.payouts"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "payouts");
  data.Set("FORM_KEY", NewFormKey());
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  std::int64_t sum = 0, count = 0;
  for (const auto& row : *ready) {
    if (row.ready.dong() > 0 && row.has_payee) {
      sum += row.ready.dong();
      ++count;
    }
    data.Add("SELLER")
        .Set("PARTY", row.party_name.empty() ? row.party_id : row.party_name)
        .Set("READY", money(row.ready))
        .Set("WAITING", money(row.waiting))
        .Set("HELD", money(row.held))
        .Show("NO_PAYEE", !row.has_payee);
  }
  data.Set("READY_SUM", money(keel::Money::Vnd(sum))).Set("READY_COUNT", view::Number(visit.language, count));
  data.Show("CAN_MAKE", count > 0).Show("NONE_READY", count == 0).Show("ANY_SELLER", !ready->empty());
  FillBatches(visit, data, batches->items, "/quan-tri/chi-tien/");
  data.Show("HAS_NEXT", !batches->next.empty());
  data.Set("NEXT_HREF", "/quan-tri/chi-tien?sau=" + keel::http::UrlEncode(batches->next));
  return visit.Show("pages/operator/payouts.html", std::move(page));
}

Reply Make(Visit& visit) {
  auto caller = visit.caller(std::chrono::seconds(10));
  caller.idempotency_key = DeedKey(visit, "batch");
  const auto batch = backends::MakeBatch(visit.app.payments.ask(), caller);
  return AfterDeed(visit, batch, visit.T("settle.batch-made"), batch ? PathOf(*batch) : "/quan-tri/chi-tien");
}

Reply ShowBatch(Visit& visit, const std::vector<backends::BankAnswer>& answers) {
  const auto batch =
      backends::OneBatch(visit.app.payments.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!batch) return visit.Fail(batch.failure());
  Page page{.title = visit.T("settle.batch"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "payouts");
  FillBatch(visit, data, *batch, answers);
  data.Set("HEADING", visit.T("settle.batch")).Set("PATH", PathOf(batch->id)).Set("FORM_KEY", NewFormKey());
  return visit.Show("pages/operator/payout_batch.html", std::move(page));
}

Reply Work(Visit& visit) {
  const auto& form = visit.form();
  const std::string batch(visit.request.Param("id")), deed = form.Text("viec", 10), payout = form.Text("ma", 40);
  auto caller = visit.caller(std::chrono::seconds(10));
  caller.idempotency_key = DeedKey(visit, deed + payout);
  if (deed == "paid")
    return AfterDeed(visit,
                     backends::ConfirmPayout(visit.app.payments.ask(), caller, payout, form.Text("but_toan", 64)),
                     visit.T("settle.payout-paid"), PathOf(batch));
  if (deed == "bounced")
    return AfterDeed(visit, backends::BouncePayout(visit.app.payments.ask(), caller, payout, form.Text("ly_do", 200)),
                     visit.T("settle.payout-bounced"), PathOf(batch));
  if (form.files().empty()) {
    visit.Flash("bad", visit.T("settle.no-file"));
    return visit.SeeOther(PathOf(batch));
  }
  const auto answers = backends::SendBankAnswer(visit.app.payments.ask(), caller, batch, form.files().front().bytes);
  if (!answers) {
    if (answers.failure().down()) return visit.Fail(answers.failure());
    visit.Flash("bad", visit.Sentence(answers.failure()));
    return visit.SeeOther(PathOf(batch));
  }
  return ShowBatch(visit, *answers);
}

Reply File(Visit& visit, const std::string& ending, const std::string& type) {
  const std::string id(visit.request.Param("id"));
  auto file = backends::BatchFile(visit.app.payments.ask(), visit.caller(std::chrono::seconds(10)), id, ending);
  if (!file) return visit.Fail(file.failure());
  Reply reply;
  reply.body = *std::move(file);
  reply.content_type = type;
  return std::move(reply).With("Content-Disposition",
                               "attachment; filename=\"chi-tien-" + id.substr(0, 30) + "." + ending + "\"");
}

Reply Qr(Visit& visit) {
  auto picture =
      backends::PayoutQr(visit.app.payments.ask(), visit.caller(), std::string(visit.request.Param("payout")));
  if (!picture) return visit.Fail(picture.failure());
  Reply reply;
  reply.body = *std::move(picture);
  reply.content_type = "image/svg+xml";
  return std::move(reply).With("X-Content-Type-Options", "nosniff");
}

}  // namespace

void MountPayouts(Mount& mount) {
  mount.Get("/quan-tri/chi-tien", For::kOperator, ShowPayouts);
  mount.Post("/quan-tri/chi-tien", For::kOperator, Make);
  mount.Get("/quan-tri/chi-tien/:id", For::kOperator, [](Visit& visit) { return ShowBatch(visit, {}); });
  mount.Post("/quan-tri/chi-tien/:id", For::kOperator, Work);
  mount.Get("/quan-tri/chi-tien/:id/tep.csv", For::kOperator,
            [](Visit& visit) { return File(visit, "csv", "text/csv; charset=utf-8"); });
  mount.Get("/quan-tri/chi-tien/:id/tep.xlsx", For::kOperator, [](Visit& visit) {
    return File(visit, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  });
  mount.Get("/quan-tri/chi-tien/:id/qr/:payout", For::kOperator, Qr);
}

}  // namespace storefront
