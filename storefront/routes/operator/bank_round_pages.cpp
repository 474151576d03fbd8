#include "storefront/routes/operator/bank_round_pages.hpp"

#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/workplace.hpp"

namespace storefront {
namespace {

Reply Show(Visit& visit, const RoundPages& pages, const std::vector<backends::BankAnswer>& answers) {
  const auto round =
      backends::OneRound(visit.app.payments.ask(), visit.caller(), pages.kind, std::string(visit.request.Param("id")));
  if (!round) return visit.Fail(round.failure());
  Page page{.title = visit.T(pages.title), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, pages.nav);
  FillBatch(visit, page.data, *round, answers);
  page.data.Set("HEADING", visit.T(pages.title)).Set("PATH", pages.PathOf(round->id)).Set("FORM_KEY", NewFormKey());
  return visit.Show("pages/operator/payout_batch.html", std::move(page));
}

Reply Work(Visit& visit, const RoundPages& pages) {
  const auto& form = visit.form();
  const std::string round(visit.request.Param("id")), deed = form.Text("viec", 10), transfer = form.Text("ma", 40);
  auto caller = visit.caller(std::chrono::seconds(10));
  caller.idempotency_key = DeedKey(visit, deed + transfer);
  const auto& payments = visit.app.payments.ask();
  if (deed == "paid")
    return AfterDeed(visit,
                     backends::ConfirmTransfer(payments, caller, pages.kind, transfer, form.Text("but_toan", 64)),
                     visit.T(pages.sent), pages.PathOf(round));
  if (deed == "bounced")
    return AfterDeed(visit, backends::BounceTransfer(payments, caller, pages.kind, transfer, form.Text("ly_do", 200)),
                     visit.T(pages.back), pages.PathOf(round));
  if (form.files().empty()) {
    visit.Flash("bad", visit.T("settle.no-file"));
    return visit.SeeOther(pages.PathOf(round));
  }
  const auto answers = backends::SendRoundAnswer(payments, caller, pages.kind, round, form.files().front().bytes);
  if (!answers) {
    if (answers.failure().down()) return visit.Fail(answers.failure());
    visit.Flash("bad", visit.Sentence(answers.failure()));
    return visit.SeeOther(pages.PathOf(round));
  }
  return Show(visit, pages, *answers);
}

Reply File(Visit& visit, const RoundPages& pages, const std::string& ending, const std::string& type) {
  const std::string id(visit.request.Param("id"));
  auto file =
      backends::RoundFile(visit.app.payments.ask(), visit.caller(std::chrono::seconds(10)), pages.kind, id, ending);
  if (!file) return visit.Fail(file.failure());
  Reply reply;
  reply.body = *std::move(file);
  reply.content_type = type;
  return std::move(reply).With("Content-Disposition", "attachment; filename=\"" + std::string(pages.file) + "-" +
                                                          id.substr(0, 30) + "." + ending + "\"");
}

Reply Qr(Visit& visit, const RoundPages& pages) {
  auto picture = backends::TransferQr(visit.app.payments.ask(), visit.caller(), pages.kind,
                                      std::string(visit.request.Param("transfer")));
  if (!picture) return visit.Fail(picture.failure());
  Reply reply;
  reply.body = *std::move(picture);
  reply.content_type = "image/svg+xml";
  return std::move(reply).With("X-Content-Type-Options", "nosniff");
}

}  // namespace

std::string RoundPages::PathOf(const std::string& round) const {
  return root + keel::http::UrlEncode(round);
}

void MountRound(Mount& mount, const RoundPages& pages) {
  const auto one = pages.root + ":id";
  mount.Get(one, For::kOperator, [pages](Visit& visit) { return Show(visit, pages, {}); });
  mount.Post(one, For::kOperator, [pages](Visit& visit) { return Work(visit, pages); });
  mount.Get(one + "/tep.csv", For::kOperator,
            [pages](Visit& visit) { return File(visit, pages, "csv", "text/csv; charset=utf-8"); });
  mount.Get(one + "/tep.xlsx", For::kOperator, [pages](Visit& visit) {
    return File(visit, pages, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  });
  mount.Get(one + "/qr/:transfer", For::kOperator, [pages](Visit& visit) { return Qr(visit, pages); });
}

}  // namespace storefront
