#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/phi: the market's fees with their dates, what a change would have done to past orders, and announcing one.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 5> kKinds{"", "household", "cooperative", "enterprise", "team"};

Reply ShowFees(Visit& visit, const backends::FeeRule& wish, const std::string& rate, const std::string& party,
               const std::string& fault) {
  const auto rules = backends::FeeRules(visit.app.payments.ask(), visit.caller());
  if (!rules) return visit.Fail(rules.failure());
  Page page{.title = visit.T("settle.fees"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "fees");
  data.Set("FORM_KEY", NewFormKey()).SetIfAny("FAULT", fault);
  for (const auto& rule : *rules) {
    auto row = data.Add("RULE");
    row.Set("WHO", rule.party_kind.empty() ? visit.T("settle.any-kind") : visit.Known("kind.", rule.party_kind))
        .Set("WHAT", rule.category.empty() ? visit.T("settle.any-category") : rule.category)
        .Set("RATE", Percent(visit, rule.basis_points))
        .Set("SINCE", view::Date(visit.language, rule.valid_from))
        .Set("BASIS", rule.basis);
    if (!rule.channel.empty()) row.SetIfAny("CHANNEL", visit.Known("settle.channel.", rule.channel));
    const bool coming = rule.valid_from > visit.app.clock.Now();
    row.Show("COMING", coming).Show("MAY_WITHDRAW", coming && rule.id != 0).SetNumber("RULE_ID", rule.id);
  }
  for (const auto kind : kKinds) {
    auto row = data.Add("KIND");
    row.Set("VALUE", kind)
        .Set("LABEL", kind.empty() ? visit.T("settle.any-kind") : visit.Known("kind.", kind))
        .Show("CHOSEN", kind == wish.party_kind);
  }
  const auto now = MonthAsked(visit, "");
  data.Set("WISHED", rate)
      .Set("CATEGORY", wish.category)
      .Show("MARKET_ONLY", wish.channel == "market")
      .Set("PARTY", party)
      .Set("FROM_MONTH", MonthBefore(now, 2))
      .Set("TO_MONTH", now);
  const auto points = ReadPercent(rate);
  if (points && fault.empty() && visit.request.QueryOr("thu", "") == "1") {
    auto rule = wish;
    rule.basis_points = *points;
    const auto from = MonthAsked(visit, "tu"), to = MonthAsked(visit, "den");
    data.Set("FROM_MONTH", from).Set("TO_MONTH", to);
    const auto trial =
        backends::TryFee(visit.app.payments.ask(), visit.caller(std::chrono::seconds(10)), rule, party, from, to);
    if (!trial) {
      if (trial.failure().down()) return visit.Fail(trial.failure());
      data.SetIfAny("FAULT", visit.Sentence(trial.failure()));
    } else {
      data.Show("TRIED").Set("T_ORDERS", view::Number(visit.language, trial->orders)).Show("CUT_OFF", trial->cut_off);
      FillParts(visit, data, "B_", trial->before);
      FillParts(visit, data, "A_", trial->after);
      const auto difference = trial->after.net.dong() - trial->before.net.dong();
      data.Set("DIFFERENCE", view::Money(visit.language, keel::Money::Vnd(difference)));
      for (const auto& seller : trial->sellers) {
        auto row = data.Add("TRIED_SELLER");
        row.Set("SELLER_NAME", seller.party_name.empty() ? seller.party_id : seller.party_name)
            .Set("S_ORDERS", view::Number(visit.language, seller.orders))
            .Set("S_BEFORE", view::Money(visit.language, seller.before.net))
            .Set("S_AFTER", view::Money(visit.language, seller.after.net))
            .Set("S_DIFFERENCE",
                 view::Money(visit.language, keel::Money::Vnd(seller.after.net.dong() - seller.before.net.dong())));
      }
    }
  }
  return visit.Show("pages/operator/fees.html", std::move(page), fault.empty() ? 200 : 422);
}

Reply Show(Visit& visit) {
  const backends::FeeRule wish{.party_kind = visit.request.QueryOr("nguoi_ban", ""),
                               .category = visit.request.QueryOr("loai", ""),
                               .channel = visit.request.QueryOr("kenh", "")};
  const auto rate = visit.request.QueryOr("phi", "");
  const bool wrong = visit.request.QueryOr("thu", "") == "1" && !ReadPercent(rate);
  return ShowFees(visit, wish, rate, visit.request.QueryOr("ma_nguoi_ban", ""),
                  wrong ? visit.T("settle.rate-wrong") : "");
}

Reply Announce(Visit& visit) {
  const auto& form = visit.form();
  if (form.Text("viec", 10) == "withdraw") {
    const auto id = form.Text("ma", 18);
    auto caller = visit.caller();
    caller.idempotency_key = DeedKey(visit, "withdraw" + id);
    return AfterDeed(visit, backends::WithdrawFee(visit.app.payments.ask(), caller, id),
                     visit.T("settle.fee-withdrawn"), "/quan-tri/phi");
  }
  backends::FeeRule rule{.party_kind = form.Text("nguoi_ban", 24),
                         .category = form.Text("loai", 64),
                         .channel = form.Text("kenh", 24),
                         .basis = form.Text("can_cu", 300)};
  const auto rate = form.Text("phi", 8);
  const auto points = ReadPercent(rate);
  // A day begins in Vietnam seven hours before it does in UTC.
  const auto from = keel::FromRfc3339(form.Text("tu_ngay", 10) + "T00:00:00+07:00");
  if (!points || !from)
    return ShowFees(visit, rule, rate, "", visit.T(points ? "settle.day-wrong" : "settle.rate-wrong"));
  rule.basis_points = *points;
  rule.valid_from = *from;
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, "fee");
  const auto done = backends::AnnounceFee(visit.app.payments.ask(), caller, rule);
  if (!done && !done.failure().down()) return ShowFees(visit, rule, rate, "", visit.Sentence(done.failure()));
  return AfterDeed(visit, done, visit.T("settle.fee-announced"), "/quan-tri/phi");
}

}  // namespace

void MountFees(Mount& mount) {
  mount.Get("/quan-tri/phi", For::kOperator, Show);
  mount.Post("/quan-tri/phi", For::kOperator, Announce);
}

}  // namespace storefront
