#include "storefront/routes/parts/owed_refunds.hpp"

#include "storefront/view/format.hpp"

namespace storefront {

void FillBatch(const web::Visit& visit, view::Data& data, const backends::Batch& batch,
               const std::vector<backends::BankAnswer>& answers) {
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  data.Set("WHEN", view::Moment(visit.language, batch.made_at))
      .Set("TOTAL", money(batch.total))
      .Set("PAID", money(batch.paid))
      .Set("BOUNCED", money(batch.bounced));
  data.Show("OPEN", batch.open > 0);
  for (const auto& answer : answers)
    data.Add("ANSWER")
        .SetNumber("NUMBER", answer.line)
        .Set("REFERENCE", answer.reference)
        .Set("OUTCOME", visit.Known("settle.outcome.", answer.outcome));
  data.Show("ANSWERED", !answers.empty());
  for (const auto& payout : batch.payouts) {
    auto row = data.Add("PAYOUT");
    row.Set("ID", payout.id)
        .Set("AMOUNT", money(payout.amount))
        .Set("HOLDER", payout.party_name.empty() ? payout.holder : payout.party_name + " (" + payout.holder + ")")
        .Set("BANK", payout.bank_name)
        .Set("ACCOUNT", payout.account_masked)
        .Set("REFERENCE", payout.reference)
        .Set("STATE_TEXT", visit.Known("settle.payout.", payout.state));
    row.SetIfAny("BANK_REFERENCE", payout.bank_reference).SetIfAny("REASON", payout.reason);
    if (!payout.second_reference.empty())
      row.SetIfAny("PAID_TWICE", visit.T("settle.paid-by-another", {{"OTHER", payout.second_reference}}));
    row.Show("PREPARED", payout.state == "prepared").Show("MAY_BOUNCE", payout.state != "bounced");
  }
}

void FillBatches(const web::Visit& visit, view::Data& data, const std::vector<backends::Batch>& batches,
                 const std::string& path) {
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  for (const auto& batch : batches) {
    auto row = data.Add("BATCH");
    row.Set("HREF", path + keel::http::UrlEncode(batch.id))
        .Set("WHEN", view::Moment(visit.language, batch.made_at))
        .Set("COUNT", view::Number(visit.language, batch.count))
        .Set("TOTAL", money(batch.total))
        .Set("PAID", money(batch.paid))
        .Set("BOUNCED", money(batch.bounced));
    row.Show("OPEN", batch.open > 0).Show("DONE", batch.open == 0);
  }
  data.Show("ANY_BATCH", !batches.empty());
}

void FillBanks(const web::Visit& visit, view::Data& data) {
  const auto banks = backends::BanksOf(visit.app.payments.ask(), visit.caller());
  if (!banks) return;
  for (const auto& bank : *banks) data.Add("BANK").Set("BIN", bank.bin).Set("NAME", bank.name);
}

}  // namespace storefront
