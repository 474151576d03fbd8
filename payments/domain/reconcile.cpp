#include "payments/domain/reconcile.hpp"

#include <map>
#include <utility>

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

/// Ours for each of theirs, null where there is none: first all that have one number, then by key what is left.
std::vector<const OurLine*> Partners(const std::vector<DayLine>& theirs, const std::vector<OurLine>& ours,
                                     std::vector<bool>& used) {
  std::vector<const OurLine*> partners(theirs.size());
  for (const bool by_number : {true, false}) {
    std::multimap<std::pair<bool, std::string>, std::size_t> named;
    for (std::size_t i = 0; i < ours.size(); ++i)
      if (!used[i]) named.emplace(std::pair(ours[i].refund, by_number ? ours[i].number : ours[i].key), i);
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      const auto& name = by_number ? theirs[i].number : theirs[i].key;
      if (partners[i] != nullptr || name.empty()) continue;
      const auto found = named.find(std::pair(theirs[i].refund, name));
      if (found == named.end()) continue;
      partners[i] = &ours[found->second];
      used[found->second] = true;
      named.erase(found);
    }
  }
  return partners;
}

}  // namespace

DayReport Compare(const std::vector<DayLine>& theirs, const std::vector<OurLine>& ours) {
  DayReport report;
  std::vector<bool> used(ours.size());
  const auto partners = Partners(theirs, ours, used);
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const auto& line = theirs[i];
    const auto* partner = partners[i];
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
