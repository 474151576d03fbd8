#include "storefront/backends/bank_refunds.hpp"

#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/hoan-tien/dot: rounds of refunds, the file for the bank and the file it sends back. What is owed stands on
/// /quan-tri/hoan-tien (clearing.cpp).
namespace storefront {
namespace {

constexpr auto kOwed = "/quan-tri/hoan-tien";

std::string PathOf(const std::string& batch) {
  return std::string(kOwed) + "/dot/" + keel::http::UrlEncode(batch);
}

Reply Make(Visit& visit) {
  const auto& form = visit.form();
  auto caller = visit.caller(std::chrono::seconds(10));
  const auto purchase = form.Text("lan_mua", 40);
  caller.idempotency_key = DeedKey(visit, "dot" + purchase);
  if (form.Text("viec", 10) == "account") {
    const backends::RefundAccountWish wish{"", form.Text("ngan_hang", 6), form.Text("so_tai_khoan", 19),
                                           form.Text("chu_tai_khoan", 100)};
    return AfterDeed(visit, backends::SetRefundAccount(visit.app.payments.ask(), caller, purchase, wish),
                     visit.T("clearing.account-saved"), kOwed);
  }
  const auto batch = backends::MakeRefundBatch(visit.app.payments.ask(), caller);
  return AfterDeed(visit, batch, visit.T("clearing.batch-made"), batch ? PathOf(*batch) : kOwed);
}

Reply ShowBatch(Visit& visit, const std::vector<backends::BankAnswer>& answers) {
  const auto batch =
      backends::OneRefundBatch(visit.app.payments.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!batch) return visit.Fail(batch.failure());
  Page page{.title = visit.T("clearing.batch"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "receipts");
  FillBatch(visit, page.data, *batch, answers);
  page.data.Set("HEADING", visit.T("clearing.batch")).Set("PATH", PathOf(batch->id)).Set("FORM_KEY", NewFormKey());
  return visit.Show("pages/operator/payout_batch.html", std::move(page));
}

Reply Work(Visit& visit) {
  const auto& form = visit.form();
  const std::string batch(visit.request.Param("id")), deed = form.Text("viec", 10), refund = form.Text("ma", 40);
  auto caller = visit.caller(std::chrono::seconds(10));
  caller.idempotency_key = DeedKey(visit, deed + refund);
  const auto& payments = visit.app.payments.ask();
  if (deed == "paid")
    return AfterDeed(visit, backends::ConfirmRefund(payments, caller, refund, form.Text("but_toan", 64)),
                     visit.T("clearing.refund-sent"), PathOf(batch));
  if (deed == "bounced")
    return AfterDeed(visit, backends::BounceRefund(payments, caller, refund, form.Text("ly_do", 200)),
                     visit.T("clearing.refund-came-back"), PathOf(batch));
  if (form.files().empty()) {
    visit.Flash("bad", visit.T("settle.no-file"));
    return visit.SeeOther(PathOf(batch));
  }
  const auto answers = backends::SendRefundAnswer(payments, caller, batch, form.files().front().bytes);
  if (!answers) {
    if (answers.failure().down()) return visit.Fail(answers.failure());
    visit.Flash("bad", visit.Sentence(answers.failure()));
    return visit.SeeOther(PathOf(batch));
  }
  return ShowBatch(visit, *answers);
}

Reply File(Visit& visit, const std::string& ending, const std::string& type) {
  const std::string id(visit.request.Param("id"));
  auto file = backends::RefundFile(visit.app.payments.ask(), visit.caller(std::chrono::seconds(10)), id, ending);
  if (!file) return visit.Fail(file.failure());
  Reply reply;
  reply.body = *std::move(file);
  reply.content_type = type;
  return std::move(reply).With("Content-Disposition",
                               "attachment; filename=\"hoan-tien-" + id.substr(0, 30) + "." + ending + "\"");
}

Reply Qr(Visit& visit) {
  auto picture =
      backends::RefundQr(visit.app.payments.ask(), visit.caller(), std::string(visit.request.Param("refund")));
  if (!picture) return visit.Fail(picture.failure());
  Reply reply;
  reply.body = *std::move(picture);
  reply.content_type = "image/svg+xml";
  return std::move(reply).With("X-Content-Type-Options", "nosniff");
}

}  // namespace

void MountBankRefunds(Mount& mount) {
  mount.Post("/quan-tri/hoan-tien/dot", For::kOperator, Make);
  mount.Get("/quan-tri/hoan-tien/dot/:id", For::kOperator, [](Visit& visit) { return ShowBatch(visit, {}); });
  mount.Post("/quan-tri/hoan-tien/dot/:id", For::kOperator, Work);
  mount.Get("/quan-tri/hoan-tien/dot/:id/tep.csv", For::kOperator,
            [](Visit& visit) { return File(visit, "csv", "text/csv; charset=utf-8"); });
  mount.Get("/quan-tri/hoan-tien/dot/:id/tep.xlsx", For::kOperator, [](Visit& visit) {
    return File(visit, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  });
  mount.Get("/quan-tri/hoan-tien/dot/:id/qr/:refund", For::kOperator, Qr);
}

}  // namespace storefront
