#include "payments/domain/bank_comparison.hpp"

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

/// One way of one thing: `more` is what the books have beyond the lines, in the sign of its way.
void Put(BankComparison& comparison, const BankPair& pair, keel::Money booked, keel::Money seen) {
  const auto more = Difference(booked, seen);
  if (more == keel::Money()) return;
  const bool out = booked < keel::Money() || seen < keel::Money();
  const bool waits = out ? more < keel::Money() : more > keel::Money();
  if (waits)
    comparison.not_seen.push_back({pair.entry, more, pair.booked_at.value_or(keel::Instant())});
  else
    comparison.no_entry.push_back({pair.line, Negated(more), pair.seen_at.value_or(keel::Instant())});
}

}  // namespace

BankComparison CompareBank(keel::Money balance, std::vector<BankAccountSum> accounts,
                           const std::vector<BankPair>& pairs) {
  BankComparison comparison{.balance = balance, .accounts = std::move(accounts)};
  for (const auto& account : comparison.accounts)
    comparison.lines = Sum(comparison.lines, Difference(account.in, account.out));
  for (const auto& pair : pairs) {
    Put(comparison, pair, pair.booked_out, pair.seen_out);
    Put(comparison, pair, pair.booked_in, pair.seen_in);
  }
  return comparison;
}

}  // namespace payments
