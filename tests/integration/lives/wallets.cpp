// VNPAY, MoMo and ZaloPay: payers at the provider, its calls, our questions, refunds through it.
#include <stdexcept>

#include "payments/flows/carry_refunds.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/look.hpp"
#include "payments/flows/open_attempt.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/take_callback.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using Fault = Till::Fault;

void Market::GoToWallet(const Step& step) {
  const auto id = One(*money_,
                      "SELECT id FROM intents WHERE method IN ('vnpay', 'momo', 'zalopay') AND phase = 'open' ORDER BY "
                      "created_at DESC, id",
                      step.a);
  if (id.empty()) return;
  const auto intent = payments::IntentId::FromRow(id);
  constexpr std::array kFaults{Fault::kNone, Fault::kNone, Fault::kNone,   Fault::kNone,
                               Fault::kDown, Fault::kLost, Fault::kRefused};
  const auto view = payments::OneIntent(desk_, intent);
  if (!view) return;
  Till* till = nullptr;
  for (auto* one : tills_)
    if (one->code() == view->intent.method) till = one;
  till->Next(kFaults[step.b % kFaults.size()]);
  money_moved_ = true;
  const auto attempt = payments::OpenAttempt(desk_, intent, {"127.0.0.1", "vi"});
  till->Next(Fault::kNone);
  if (attempt)
    Happened("sent to a wallet", std::string(till->code()));
  else if (attempt.error().code == "provider-away")
    Happened("wallet's answer lost", std::string(till->code()));
  else if (attempt.error().code == "provider-refused")
    Happened("wallet refused", std::string(till->code()));
}

void Market::Deliver(const Call& call, std::string_view what) {
  const auto& provider = *providers_.Find(call.till->code());
  const auto now = house_.clock().Now();
  money_moved_ = true;
  (void)payments::TakeCallback(desk_, provider, {{}, call.raw, now, now});
  came_.push_back(call);
  Happened(what, std::string(call.till->code()));
}

void Market::PayAtWallet(const Step& step) {
  std::vector<std::pair<Till*, std::string>> open;
  for (auto* till : tills_)
    for (const auto& key : till->Unpaid()) open.emplace_back(till, key);
  if (open.empty()) return;
  // Sometimes the one that has been open for longest: its time may be over, and the provider lets it through.
  std::ranges::sort(open, std::greater(), [](const auto& one) { return one.second.substr(one.second.size() - 26); });
  const auto& [till, key] = step.a % 8 == 7 ? open.back() : open[step.a % std::min<std::size_t>(open.size(), 4)];
  const auto call = [&](std::size_t charge = 0, std::int64_t more = 0) {
    return Call{till, till->Call(key, charge, more)};
  };
  switch (step.b % 12) {
    case 0:
      till->Decline(key);
      Happened("wallet payment failed", std::string(till->code()));
      if (till->CallsForFailures()) Deliver(call(), "failure told");
      return;
    case 1:
      till->Charge(key);
      waiting_.push_back(call());
      return Happened("paid at a wallet, its call is late", std::string(till->code()));
    case 2: {
      // Nobody calls: found by asking. Where our time for it is over the call does come, late.
      till->Charge(key);
      const bool watched = Number(*money_, "SELECT COUNT(*) FROM attempts WHERE our_key = '" + key +
                                               "' AND state IN ('created', 'open')") > 0;
      if (!watched) waiting_.push_back(call());
      return Happened("paid at a wallet, which is silent", std::string(till->code()));
    }
    case 3:
      till->Charge(key);
      Deliver(call(), "paid at a wallet");
      return Deliver(call(), "call came twice");
    case 4:
      till->Charge(key, 2);
      Deliver(call(0), "paid at a wallet");
      return Deliver(call(1), "charged twice");
    case 5: {
      till->Charge(key);
      auto forged = call();
      const auto at = forged.raw.find(key);
      forged.raw[at == std::string::npos ? 0 : at] ^= 1;
      Deliver(forged, "forged call");
      came_.pop_back();
      return Deliver(call(), "paid at a wallet");
    }
    case 6:
      till->Charge(key);
      Deliver(call(0, 10'000), "call of another amount");
      return Deliver(call(), "paid at a wallet");
    default:
      till->Charge(key);
      return Deliver(call(), "paid at a wallet");
  }
}

void Market::CallLate(const Step& step) {
  if (!waiting_.empty() && step.b % 3 != 0) {
    const auto at = waiting_.begin() + step.a % waiting_.size();
    const auto call = *at;
    waiting_.erase(at);
    return Deliver(call, "late call came");
  }
  if (!came_.empty()) {
    const auto call = came_[came_.size() - 1 - step.a % std::min<std::size_t>(came_.size(), 8)];
    Deliver(call, "old call came again");
  }
}

void Market::AskWallets(const Step& step) {
  Pass(std::chrono::minutes(1 + step.b % 16));
  if (step.c % 3 == 0)
    for (auto* till : tills_) till->Next(Fault::kDown);
  money_moved_ = true;
  const auto id =
      One(*money_, "SELECT intent_id FROM attempts WHERE state = 'open' ORDER BY created_at DESC, id", step.a);
  if (!id.empty()) payments::LookAtIntent(desk_, payments::IntentId::FromRow(id));
  for (auto* till : tills_) till->Next(Fault::kNone);
  if (!id.empty()) Happened("wallet asked for the payer who is back");
}

void Market::PayBack(const Step& step) {
  constexpr std::array kFaults{Fault::kNone, Fault::kNone, Fault::kDown, Fault::kLost, Fault::kSlow, Fault::kRefused};
  house_.clock().Advance(std::chrono::minutes(step.a % 40));
  const auto fault = kFaults[step.b % kFaults.size()];
  for (auto* till : tills_) till->Next(fault);
  money_moved_ = true;
  const auto done = [&] { return Number(*money_, "SELECT COUNT(*) FROM refund_jobs WHERE state = 'done'"); };
  const auto part = [&] {
    return Number(*money_, "SELECT COUNT(*) FROM refund_jobs WHERE state = 'done' AND amount_vnd < paid_vnd");
  };
  const auto before = done(), parts_before = part();
  payments::PlanRefunds(desk_);
  const auto carried = payments::CarryRefunds(desk_);
  for (auto* till : tills_) till->Next(Fault::kNone);
  if (carried > 0 && (fault == Fault::kLost || fault == Fault::kDown)) Happened("refund's answer lost");
  if (carried > 0 && fault == Fault::kSlow) Happened("refund takes its time");
  const auto parts = part() - parts_before, whole = done() - before - parts;
  if (parts > 0) Happened("refunded in part through a wallet", std::to_string(parts));
  if (whole > 0) Happened("refunded whole through a wallet", std::to_string(whole));
  const auto failed =
      One(*money_, "SELECT id FROM refund_jobs WHERE state = 'failed' ORDER BY created_at DESC, id", step.c);
  if (failed.empty()) return;
  Happened("refund refused by a wallet");
  if (step.c % 2 == 0 &&
      In(*money_, [&](auto& t) { return payments::RetryRefund(t, desk_, payments::RefundId::FromRow(failed)); }))
    Happened("refund tried again");
}

void Market::CarryAllBack() {
  const auto on_the_way = [&] {
    return Number(*money_,
                  "SELECT (SELECT COUNT(*) FROM refund_jobs WHERE state IN ('planned', 'processing', 'failed')) + "
                  "(SELECT COUNT(*) FROM attempts WHERE state IN ('created', 'open')) + (SELECT COUNT(*) FROM intents "
                  "WHERE method IN ('vnpay', 'momo', 'zalopay') AND refund_due_vnd > 0)");
  };
  for (int round = 0; round < 12 && (round == 0 || on_the_way() > 0); ++round) {
    house_.clock().Advance(std::chrono::hours(2));
    payments::FollowAttempts(desk_);
    payments::ExpireIntents(desk_);
    ReadAll();
    payments::PlanRefunds(desk_);
    payments::CarryRefunds(desk_);
    for (auto id = std::string("-"); !id.empty();) {
      id = One(*money_, "SELECT id FROM refund_jobs WHERE state = 'failed' ORDER BY id", 0);
      if (!id.empty() &&
          !In(*money_, [&](auto& t) { return payments::RetryRefund(t, desk_, payments::RefundId::FromRow(id)); }))
        break;
    }
  }
  // What came by a transfer that was matched by hand goes back by one.
  for (auto id = std::string("-"); !id.empty();) {
    id = One(*money_,
             "SELECT i.id FROM intents i WHERE i.method IN ('vnpay', 'momo', 'zalopay') AND i.refund_due_vnd > 0 AND "
             "EXISTS (SELECT 1 FROM receipts r WHERE r.intent_id = i.id AND r.provider <> i.method) ORDER BY i.id",
             0);
    const auto reference = Reference();
    if (!id.empty() && !In(*money_, [&](auto& t) {
          return payments::RefundIntent(t, desk_, payments::IntentId::FromRow(id), reference, "acc_operator");
        }))
      break;
  }
}

}  // namespace lives
