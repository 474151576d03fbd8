#include "storefront/backends/clearing.hpp"

#include <array>

#include "storefront/backends/bank_refunds.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/pages.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/hoan-tien: money owed back to buyers and how it goes back. /quan-tri/doi-soat: a provider's file of a day
/// held against our books.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 4> kRefundStates{"failed", "planned", "processing", "done"};
constexpr std::array<std::string_view, 4> kProviders{"vnpay", "momo", "zalopay", "vietqr"};
constexpr auto kRefunds = "/quan-tri/hoan-tien";
constexpr auto kDays = "/quan-tri/doi-soat";

/// What our bank has to send: transfers, cash that is owed back, and what a provider refused.
void FillOwed(const Visit& visit, view::Data& data, const std::string& state) {
  const auto owed = backends::OwedRefunds(visit.app.payments.ask(), visit.caller());
  bool any = false, any_account = false, any_unknown = false;
  if (owed) {
    const auto shown =
        PageAsked(visit, data, kRefunds, "no", owed->size(), "&trang-thai=" + keel::http::UrlEncode(state));
    for (std::size_t at = 0; at < owed->size(); ++at) {
      const auto& refund = (*owed)[at];
      any = true;
      const bool known = !refund.account_masked.empty();
      any_account = any_account || known;
      if (!shown.Has(at)) continue;
      auto row = data.Add("OWED");
      row.Set("ID", refund.intent_id)
          .Set("PURCHASE", refund.purchase_id)
          .Set("AMOUNT", view::Money(visit.language, refund.amount))
          .Set("METHOD", visit.Known("payment.", refund.method))
          .Set("CODES", refund.order_codes);
      row.Show("KNOWN", known).Show("UNKNOWN", !known);
      row.Set("ACCOUNT", refund.bank_name + " " + refund.account_masked)
          .Set("HOLDER", refund.holder)
          .Set("SOURCE", visit.Known("clearing.account-from.", refund.source));
      any_unknown = any_unknown || !known;
    }
  }
  if (any_unknown) FillBanks(visit, data);
  data.Show("NONE_OWED", !any).Show("CAN_MAKE", any_account);
  const auto batches = backends::Rounds(visit.app.payments.ask(), visit.caller(), backends::kRefundRounds, "");
  FillBatches(visit, data, batches ? batches->items : std::vector<backends::Batch>{}, "/quan-tri/hoan-tien/dot/");
}

Reply ShowRefunds(Visit& visit) {
  const std::string state = visit.request.QueryOr("trang-thai", "failed");
  const auto refunds =
      backends::RefundsIn(visit.app.payments.ask(), visit.caller(), state, visit.request.QueryOr("sau", ""));
  if (!refunds) return visit.Fail(refunds.failure());
  Page page{.title = visit.T("clearing.refunds"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "receipts");
  data.Set("FORM_KEY", NewFormKey());
  FillOwed(visit, data, state);
  for (const auto tab : kRefundStates) {
    data.Add("TAB")
        .Set("HREF", std::string(kRefunds) + "?trang-thai=" + std::string(tab))
        .Set("LABEL", visit.Known("refund.state.", tab))
        .Set("HERE", tab == state ? "page" : "false");
  }
  for (const auto& refund : refunds->items) {
    auto row = data.Add("REFUND");
    row.Set("ID", refund.id)
        .Set("INTENT", refund.intent_id)
        .Set("AMOUNT", view::Money(visit.language, refund.amount))
        .Set("PROVIDER", visit.Known("payment.", refund.provider))
        .Set("WHEN", view::Moment(visit.language, refund.created_at))
        .Set("PAYMENT", refund.payment_number)
        .Set("TRIES", view::Number(visit.language, refund.tries));
    row.SetIfAny("CODE", refund.code).Show("FAILED", refund.state == "failed");
    row.Show("WAITING", refund.state == "planned" || refund.state == "processing");
    row.Set("DUE", view::Moment(visit.language, refund.due_at));
  }
  data.Show("EMPTY", refunds->items.empty());
  if (visit.request.Query("sau"))  // A cursor only leads on.
    data.SetIfAny("FIRST", std::string(kRefunds) + "?trang-thai=" + keel::http::UrlEncode(state));
  if (!refunds->next.empty())
    data.SetIfAny("MORE", std::string(kRefunds) + "?trang-thai=" + keel::http::UrlEncode(state) +
                              "&sau=" + keel::http::UrlEncode(refunds->next));
  return visit.Show("pages/operator/refunds.html", std::move(page));
}

Reply SettleRefund(Visit& visit) {
  const auto& form = visit.form();
  auto caller = visit.caller();
  const std::string refund = form.Text("ma", 40), intent = form.Text("khoan", 40), reference = form.Text("so", 64);
  caller.idempotency_key = DeedKey(visit, refund + intent);
  if (form.Text("viec", 10) == "retry")
    return AfterDeed(visit, backends::RetryRefund(visit.app.payments.ask(), caller, refund),
                     visit.T("clearing.retried"), kRefunds);
  if (reference.empty()) {
    visit.Flash("bad", visit.T("clearing.reference-missing"));
    return visit.SeeOther(kRefunds);
  }
  return AfterDeed(visit, backends::RecordRefund(visit.app.payments.ask(), caller, intent, reference),
                   visit.T("clearing.paid-by-hand"), kRefunds);
}

Reply ShowDays(Visit& visit) {
  const auto days =
      backends::ReconciledDays(visit.app.payments.ask(), visit.caller(), visit.request.QueryOr("sau", ""));
  if (!days) return visit.Fail(days.failure());
  Page page{.title = visit.T("clearing.days"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "receipts");
  data.Set("FORM_KEY", NewFormKey());
  for (const auto provider : kProviders)
    data.Add("PROVIDER").Set("CODE", std::string(provider)).Set("LABEL", visit.Known("payment.", provider));
  for (const auto& day : days->items) {
    auto row = data.Add("DAY");
    row.Set("HREF", std::string(kDays) + "/" + day.id)
        .Set("LABEL", visit.Known("payment.", day.provider))
        .Set("WHICH", day.day)
        .Set("PAYMENTS", view::Number(visit.language, day.payments))
        .Set("FOUND", view::Number(visit.language, day.found));
    row.Show("SOUND", day.found == 0).Show("UNSOUND", day.found != 0);
  }
  data.Show("EMPTY", days->items.empty());
  return visit.Show("pages/operator/days.html", std::move(page));
}

Reply ShowDay(Visit& visit) {
  const auto day =
      backends::ReconciledDay(visit.app.payments.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!day) return visit.Fail(day.failure());
  Page page{.title = visit.T("clearing.days"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "receipts");
  data.Set("LABEL", visit.Known("payment.", day->provider))
      .Set("WHICH", day->day)
      .Set("PAYMENTS", view::Number(visit.language, day->payments))
      .Set("PAID", view::Money(visit.language, day->paid))
      .Set("REFUNDS", view::Number(visit.language, day->refunds))
      .Set("REFUNDED", view::Money(visit.language, day->refunded));
  data.Show("SOUND", day->found == 0).Show("UNSOUND", day->found != 0);
  for (const auto& finding : day->findings) {
    auto row = data.Add("FINDING");
    row.Set("FAULT", visit.Known("day.fault.", finding.fault))
        .Set("KIND", visit.T(finding.refund ? "day.refund" : "day.payment"))
        .Set("KEY", finding.key)
        .Set("NUMBER", finding.number)
        .Set("THEIRS", view::Money(visit.language, finding.theirs))
        .Set("OURS", view::Money(visit.language, finding.ours));
    row.Show("ASKED", finding.asked);
  }
  return visit.Show("pages/operator/day.html", std::move(page));
}

Reply HoldDay(Visit& visit) {
  const auto& form = visit.form();
  if (form.files().empty()) {
    visit.Flash("bad", visit.T("clearing.file-missing"));
    return visit.SeeOther(kDays);
  }
  auto caller = visit.caller(std::chrono::seconds(20));
  caller.idempotency_key = DeedKey(visit, "doi-soat");
  const auto day = backends::Reconcile(visit.app.payments.ask(), caller, form.Text("ben", 16), form.Text("ngay", 10),
                                       form.files().front().bytes);
  const auto path = day ? std::string(kDays) + "/" + day->id : std::string(kDays);
  return AfterDeed(visit, day, visit.T("clearing.held"), path);
}

}  // namespace

void MountClearing(Mount& mount) {
  mount.Get(kRefunds, For::kOperator, ShowRefunds);
  mount.Post(kRefunds, For::kOperator, SettleRefund);
  mount.Get(kDays, For::kOperator, ShowDays);
  mount.Post(kDays, For::kOperator, HoldDay);
  mount.Get("/quan-tri/doi-soat/:id", For::kOperator, ShowDay);
}

}  // namespace storefront
