#include "payments/domain/reconcile.hpp"

#include <algorithm>

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

/// The first of ours that is meant and not used yet.
const OurLine* Partner(const DayLine& line, const std::vector<OurLine>& ours, std::vector<bool>& used) {
  for (const bool by_number : {true, false})
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const bool same = by_number ? ours[i].number == line.number && !line.number.empty()
                                  : ours[i].key == line.key && !line.key.empty();
      if (used[i] || ours[i].refund != line.refund || !same) continue;
      used[i] = true;
      return &ours[i];
    }
  return nullptr;
}

}  // namespace

DayReport Compare(const std::vector<DayLine>& theirs, const std::vector<OurLine>& ours) {
  DayReport report;
  std::vector<bool> used(ours.size());
  for (const auto& line : theirs) {
    const auto* partner = Partner(line, ours, used);
    if (partner == nullptr) {
      report.findings.push_back({DayFault::kNotHere, line.refund, line.key, line.number, line.amount, {}});
    } else if (partner->amount != line.amount) {
      report.findings.push_back(
          {DayFault::kAmount, line.refund, partner->key, line.number, line.amount, partner->amount});
    } else {
      (line.refund ? report.refunds : report.payments) += 1;
      auto& sum = line.refund ? report.refunded : report.paid;
      sum = Sum(sum, line.amount);
    }
  }
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (!used[i] && ours[i].that_day)
      report.findings.push_back({DayFault::kNotThere, ours[i].refund, ours[i].key, ours[i].number, {}, ours[i].amount});
  return report;
}

}  // namespace payments
