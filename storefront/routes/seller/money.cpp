#include <optional>

#include "storefront/backends/office.hpp"
#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/net_parts.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/tien: what is owed, who holds it now, when it should come, and how each order's sum was made.
namespace storefront {
namespace {

/// "carrier ghn" → the sentence for carriers with the name in it.
std::string Holder(const Visit& visit, const std::string& by) {
  const auto blank = by.find(' ');
  if (blank == std::string::npos) return visit.Known("work.held-by.", by);
  return visit.T("work.held-by.carrier", {{"CARRIER", visit.Known("carrier.", by.substr(blank + 1))}});
}

Reply ShowMoney(Visit& visit, const Workplace& place) {
  const auto money = backends::MoneyOf(visit.app.payments.ask(), visit.caller(), place.shop.party_id);
  if (!money) return visit.Fail(money.failure());
  Page page{.title = visit.T("work.money"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddMoneyNav(visit, data, "sums");
  data.Set("OWED", view::Money(visit.language, money->owed))
      .Set("PAID_OUT", view::Money(visit.language, money->paid_out))
      .Show("IN_DOUBT", money->in_doubt);
  if (money->repaid != keel::Money{}) data.SetIfAny("REPAID", view::Money(visit.language, money->repaid));
  for (const auto& part : money->held) {
    auto row = data.Add("HELD");
    row.Set("BY", Holder(visit, part.by)).Set("AMOUNT", view::Money(visit.language, part.amount));
    if (!part.has_date) continue;
    row.SetIfAny("WHEN", view::Date(visit.language, part.expected_on));
    row.Show("IS_LATE", part.expected_on + std::chrono::hours(24) <= visit.app.clock.Now());
  }
  if (!money->refused.id.empty())
    data.SetIfAny("REFUSED",
                  visit.T("settle.payout-refused", {{"AMOUNT", view::Money(visit.language, money->refused.amount)},
                                                    {"BANK", money->refused.bank_name},
                                                    {"ACCOUNT", money->refused.account_masked},
                                                    {"DAY", view::Date(visit.language, money->refused.at)},
                                                    {"REASON", money->refused.reason}}));
  for (const auto& order : money->on_hold)
    data.Add("ON_HOLD")
        .Set("CODE", order.order_code)
        .Set("ORDER_ID", order.order_id)
        .Set("AMOUNT", view::Money(visit.language, order.amount))
        .Set("WHY", visit.Known("settle.on-hold.", order.why))
        .Set("SINCE", view::Date(visit.language, order.since));
  data.Set("FORM_KEY", NewFormKey()).Show("ANY_DIRECT", !money->direct.empty());
  for (const auto& sale : money->direct) {
    auto row = data.Add("DIRECT");
    row.Set("CODE", sale.order_code)
        .Set("ORDER_ID", sale.order_id)
        .Set("REFERENCE", sale.reference)
        .Set("AWAITED", view::Money(visit.language, sale.awaited))
        .Set("OWED_BACK", view::Money(visit.language, sale.owed_back));
    row.Show("WAITS", sale.awaited.dong() > 0).Show("OWES", sale.owed_back.dong() > 0);
  }
  data.Show("ANY_ON_HOLD", !money->on_hold.empty());
  data.Show("NOTHING_HELD", money->held.empty());
  for (const auto& line : money->recent) {
    auto row = data.Add("LINE");
    row.Set("CODE", line.order_code)
        .Set("ORDER_ID", line.order_id)
        .Set("GOODS", view::Money(visit.language, line.goods));
    // Nothing is taken off, and nothing received, where the sale came to nothing.
    const bool nothing = line.state == "cancelled" || line.state == "returned" || line.state == "unpaid";
    const auto sum = [&](keel::Money amount) { return nothing ? "–" : view::Money(visit.language, amount); };
    row.Set("COMMISSION", sum(line.commission)).Set("TAX", sum(line.commission_tax));
    row.Set("WITHHELD", nothing ? "–" : sum(line.vat) + " + " + sum(line.pit));
    row.Set("NET", nothing ? visit.T("work.receives-nothing") : sum(line.net))
        .Set("STATE", visit.Known("money.state.", line.state))
        .Set("WHEN", view::Date(visit.language, line.at));
  }
  data.Show("ANY", !money->recent.empty()).Show("EMPTY", money->recent.empty());
  const auto payee = backends::PayeeOf(visit.app.payments.ask(), visit.caller(), place.shop.party_id);
  data.Show("NO_PAYEE", !payee && payee.failure().missing());
  // Asked for once, and only when a rule names one.
  std::optional<backends::Got<std::vector<backends::CategoryGroup>>> groups;
  const bool in_english = visit.language == view::Language::kEn;
  const auto category_name = [&](const std::string& code) {
    if (!groups) groups = visit.app.catalog.Categories(visit.caller(std::chrono::milliseconds(800)));
    if (!*groups) return code;
    for (const auto& group : **groups) {
      if (group.slug == code) return in_english ? group.name_en : group.name_vi;
      for (const auto& set : group.sets)
        if (set.slug == code) return in_english ? set.name_en : set.name_vi;
    }
    return code;
  };
  if (const auto rules = backends::FeeRules(visit.app.payments.ask(), visit.caller())) {
    for (const auto& rule : *rules) {
      if (rule.valid_from <= visit.app.clock.Now()) continue;
      if (!rule.party_kind.empty() && rule.party_kind != place.shop.party_kind) continue;
      auto row = data.Add("COMING_FEE");
      if (!rule.channel.empty()) row.SetIfAny("CHANNEL", visit.Known("settle.channel.", rule.channel));
      row.Set("RATE", Percent(visit, rule.basis_points))
          .Set("SINCE", view::Date(visit.language, rule.valid_from))
          .Set("CATEGORY", rule.category.empty() ? visit.T("settle.any-category") : category_name(rule.category));
    }
  }
  if (const auto tax = backends::TaxRulesOf(visit.app.payments.ask(), visit.caller())) {
    for (const auto& rate : tax->rates) {
      if (rate.valid_from <= visit.app.clock.Now() || rate.party_kind != place.shop.party_kind) continue;
      data.Add("COMING_TAX")
          .Set("VAT", Percent(visit, rate.vat_basis_points))
          .Set("PIT", Percent(visit, rate.pit_basis_points))
          .Set("BUCKET", visit.Known("settle.bucket.", rate.bucket))
          .Set("SINCE", view::Date(visit.language, rate.valid_from))
          .Show("FOREIGN", !rate.resident);
    }
  }
  return visit.Show("pages/seller/money.html", std::move(page));
}

/// A seller's word about money that goes straight to him.
Reply TakeWord(Visit& visit, const Workplace&) {
  const auto& form = visit.form();
  const auto order = form.Text("don", 40);
  const bool received = form.Text("viec", 10) == "received";
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, (received ? "nhan" : "tra") + order);
  const auto& payments = visit.app.payments.ask();
  const auto done = received ? backends::SayReceived(payments, caller, order)
                             : backends::SayGivenBack(payments, caller, order, form.Text("but_toan", 64));
  return AfterDeed(visit, done, visit.T(received ? "settle.received-noted" : "settle.given-back-noted"), "/ban/tien");
}

}  // namespace

void MountSellerMoney(Mount& mount) {
  mount.Get("/ban/tien", For::kSignedIn, InShop(ShowMoney));
  mount.Post("/ban/tien", For::kSignedIn, InShop(TakeWord));
}

}  // namespace storefront
