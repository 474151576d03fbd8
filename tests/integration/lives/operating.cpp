// What the market's own people do.
#include "payments/flows/add_rule.hpp"
#include "payments/flows/close_period.hpp"
#include "payments/flows/look.hpp"
#include "payments/flows/match_cod.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/statement.hpp"
#include "payments/flows/withheld_tax.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using keel::Money;

void Market::NewFee(const Step& step) {
  if (In(*money_, [&](auto& t) {
        return payments::AddRule(t, desk_,
                                 payments::CommissionRule{.party_kind = "household",
                                                          .category = "",
                                                          .basis_points = 100 + int(step.a) % 900,
                                                          .valid_from = house_.clock().Now() + std::chrono::minutes(1),
                                                          .basis = "test"});
      }))
    Happened("fee changed");
}

void Market::Mode(const Step& step) {
  // With a restart, when nothing is on its way: an order is frozen as the market is when payments hears of it.
  ReadAll();
  constexpr std::array kHow{"money held by a partner", "money straight to sellers", "cash by post"};
  desk_.mode = payments::LegalMode(step.b % kHow.size());
  Happened(kHow[std::size_t(desk_.mode)]);
}

void Market::Refund(const Step& step) {
  const auto id = One(*money_, "SELECT id FROM intents WHERE refund_due_vnd > 0 ORDER BY created_at DESC, id", step.a);
  const auto reference = Reference();
  if (!id.empty() && In(*money_, [&](auto& t) {
        return payments::RefundIntent(t, desk_, payments::IntentId::FromRow(id), reference, "acc_operator");
      }))
    Happened("refunded by transfer");
}

void Market::PayOut(const Step& step) {
  const auto order = Find(step, "o.state = 'delivered'");
  const auto reference = Reference();
  if (order && In(*money_, [&](auto& t) {
        return payments::PayOut(t, desk_, payments::PartyId::FromRow(order->party_id),
                                Money::Vnd(1 + step.b * 9'973 % 400'000), reference, "acc_operator");
      }))
    Happened("paid out by hand");
}

void Market::Round(const Step& step) {
  const auto made = In(*money_, [&](auto& t) {
    return payments::PreparePayouts(t, desk_, Money::Vnd(1 + step.b % 4 * 20'000), "acc_operator");
  });
  if (!made) return;
  Happened("round of payouts made", std::to_string(made->payouts.size()));
  if (Number(*money_,
             "SELECT COUNT(*) FROM payout_lines l JOIN payouts p ON p.id = l.payout_id WHERE l.amount_vnd < 0 "
             "AND p.batch_id = '" +
                 made->id.text() + "'") > 0)
    Happened("taken back from a round what was paid out before");
}

void Market::BankFile(const Step& step) {
  const auto batch = One(*money_,
                         "SELECT batch_id FROM payouts WHERE batch_id IS NOT NULL AND state <> 'bounced' GROUP BY "
                         "batch_id ORDER BY SUM(state = 'prepared') DESC, MIN(at) DESC, batch_id",
                         step.a % 3);
  if (batch.empty()) return;
  const auto id = payments::PayoutBatchId::FromRow(batch);
  const auto view = payments::OneBatch(desk_, id);
  std::string file = "Nội dung,Trạng thái,Số tiền,Số bút toán,Lý do\r\n";
  unsigned row = step.b;
  for (const auto& payout : view->payouts) {
    const bool bounced = row % 4 == 1;
    if (row++ % 5 == 4) continue;  // Not a word of it.
    file += payout.reference + (bounced ? ",Bị trả lại," : ",Thành công,") +
            std::to_string(payout.amount.dong() + (row % 7 == 6 ? 1 : 0)) + ",FT" + std::to_string(++lines_) + ",\r\n";
  }
  const auto states = [&](const char* what) {
    return Number(*money_, std::string("SELECT COUNT(*) FROM payouts WHERE ") + what);
  };
  constexpr auto kPaid = "state = 'paid'", kLate = "state = 'bounced' AND paid_at IS NOT NULL",
                 kEarly = "state = 'bounced' AND paid_at IS NULL";
  const auto paid = states(kPaid), late = states(kLate), early = states(kEarly);
  const auto answers = Twice(*money_, [&](auto& t) { return payments::TakeBankAnswer(t, desk_, id, file); });
  if (!answers) throw std::runtime_error("the bank's file was refused: " + std::string(answers.error().code));
  const auto bounced_late = states(kLate) - late;
  if (states(kPaid) + bounced_late > paid) Happened("payout paid", std::to_string(states(kPaid) + bounced_late - paid));
  if (bounced_late > 0) Happened("payout bounced after it was paid");
  if (states(kEarly) > early) Happened("payout bounced");
}

void Market::Remit(const Step& step) {
  const auto order = Find(step, "o.state = 'delivered' AND o.payment = 'cod'");
  if (!order) return;
  Bank(order->total.dong() + static_cast<std::int64_t>(step.b % 3) * 100'000, "COD", std::to_string(++lines_));
  for (const auto& view : payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 1))
    if (In(*money_, [&](auto& t) {
          return payments::MatchRemittance(t, desk_, view.receipt.id, order->carrier.empty() ? "ghn" : order->carrier);
        }))
      Happened("cash remitted");
}

void Market::Statement(const Step& step) {
  const auto order = Find(step, "o.state = 'delivered' AND o.payment = 'cod'");
  if (!order) return;
  const auto carrier = order->carrier.empty() ? std::string("ghn") : order->carrier;
  std::string file = "client_order_code,cod_collected\r\n";
  std::int64_t sum = 0;
  {
    const auto session = money_->Take();
    unsigned row = step.b;
    for (auto rows = session->Query("SELECT order_id, cash_vnd FROM order_money WHERE state = 'settled' AND method = "
                                    "'cod' AND carrier = ? AND remitted_at IS NULL AND custody = 'held' ORDER BY "
                                    "state_at, order_id LIMIT 5",
                                    {carrier});
         rows.Next();) {
      const auto wrong = ++row % 4 == 0 ? 1'000 : 0;
      sum += rows.Int(1) - wrong;
      file += rows.Text(0) + "," + std::to_string(rows.Int(1) - wrong) + "\r\n";
    }
  }
  if (sum <= 0) return;
  const auto taken = In(*money_, [&](auto& t) {
    return payments::TakeRemittance(t, desk_, carrier, "S" + std::to_string(++lines_), file, "acc_operator");
  });
  if (!taken) return;
  Happened("carrier's statement taken", std::to_string(taken->lines.size()) + " lines");
  for (const auto& line : taken->lines)
    if (step.c % 3 != 0 && In(*money_, [&](auto& t) {
          return payments::DecideLine(t, desk_, line.id, step.c % 3 == 1, "đã hỏi bưu cục");
        }))
      Happened("wrong line decided");
  Bank(sum, "COD sao ke", std::to_string(++lines_));
  const auto seen = payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 1);
  if (!seen.empty() && In(*money_, [&](auto& t) {
        return payments::MatchStatement(t, desk_, taken->remittance.id, seen[0].receipt.id, true);
      }))
    Happened("carrier's statement matched");
}

void Market::Close(const Step& step) {
  const auto before = payments::Month::Of(payments::Month::Of(house_.clock().Now()).Start() - std::chrono::hours(1));
  const auto reference = Reference();
  if (const auto closed = In(*money_, [&](auto& t) { return payments::ClosePeriod(t, desk_, before, "acc_operator"); }))
    Happened("month closed", before.text());
  else if (closed.error().code == "ledger-not-in-order")
    throw std::runtime_error("the month cannot be closed: the ledger is not in order");
  if (step.b % 2 == 0 &&
      In(*money_, [&](auto& t) { return payments::PayTax(t, desk_, before, reference, "acc_operator"); }))
    Happened("tax paid", before.text());
}

}  // namespace lives
