// Lines of the market's own account that are no order's, and what its people say they were.
#include "payments/flows/explain_line.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using keel::Money;
using payments::Meaning;

void Market::BankLine(const Step& step) {
  constexpr int kWays = 4;
  switch (step.a % kWays) {
    case 0:
      Bank(1'000 + static_cast<std::int64_t>(step.b) * 7'919 % 60'000, "PHI HOA DON", "out" + std::to_string(++lines_),
           /*incoming=*/false);
      return Happened("line that left and names nobody");
    case 1:
      return Repay(step);
    case 2:
      return ExplainOne(step);
    default:
      return UndoOne(step);
  }
}

/// A seller pays back what he owes, or a part of it.
void Market::Repay(const Step& step) {
  const auto account = One(*money_,
                           "SELECT account FROM ledger_balances WHERE account LIKE 'seller\\_payable:%' AND "
                           "balance_vnd > 0 ORDER BY account",
                           step.b);
  if (account.empty()) return;
  const auto owed = Number(*money_, "SELECT balance_vnd FROM ledger_balances WHERE account = '" + account + "'");
  Bank(step.c % 2 == 0 ? owed : 1 + owed / 2, "tra lai", std::to_string(++lines_));
  const auto seen = payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 1);
  const payments::Explain repaid{.meaning = Meaning::kSellerRepaid, .whose = account.substr(account.find(':') + 1)};
  if (!seen.empty() &&
      In(*money_, [&](auto& t) { return payments::ExplainLine(t, desk_, seen[0].receipt.id, repaid, "acc_operator"); }))
    Happened("seller paid back what he owed");
}

void Market::ExplainOne(const Step& step) {
  const auto out = payments::LinesToExplain(desk_, {}, 5);
  const auto in = payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 5);
  constexpr std::array kLeft{Meaning::kBankFee, Meaning::kCarrierBill, Meaning::kOwnerOut, Meaning::kCommissionVat};
  constexpr std::array kCame{Meaning::kOwnerIn, Meaning::kBankInterest};
  const bool left = step.b % 3 != 0;
  const auto& views = left ? out : in;
  if (views.empty()) return;
  const auto& line = views[step.c % views.size()];
  payments::Explain what{.meaning = left ? kLeft[step.c % kLeft.size()] : kCame[step.c % kCame.size()],
                         .whose = left && step.c % kLeft.size() == 1 ? "ghn" : "",
                         .sure = step.b % 2 == 0};
  if (left && !line.bookings.empty()) what = {.meaning = Meaning::kBooked, .entry = line.bookings[0].id};
  if (In(*money_, [&](auto& t) { return payments::ExplainLine(t, desk_, line.receipt.id, what, "acc_operator"); }))
    Happened(left ? "line that left explained" : "line that no buyer paid explained");
}

void Market::UndoOne(const Step& step) {
  const auto views = payments::LinesExplained(desk_, {}, 5);
  if (views.empty()) return;
  const auto& id = views[step.b % views.size()].receipt.id;
  if (In(*money_, [&](auto& t) { return payments::UndoExplanation(t, desk_, id, "nhầm", "acc_operator"); }))
    Happened("explanation taken back");
}

}  // namespace lives
