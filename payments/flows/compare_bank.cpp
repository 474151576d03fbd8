#include "payments/flows/compare_bank.hpp"

#include <algorithm>
#include <span>

#include "keel/sql/moment.hpp"
#include "payments/store/bank_comparison_store.hpp"
#include "payments/store/explanation_store.hpp"
#include "payments/store/ledger_store.hpp"

namespace payments {
namespace {

/// Those that are shown are named as people know them.
void NameShown(keel::sql::Session& session, std::vector<BankFinding>& findings) {
  ExplanationStore store(session);
  for (auto& finding : std::span(findings).first(std::min(findings.size(), kFindingsShown)))
    finding.paper = store.PaperOf(finding.row.substr(finding.row.find(' ') + 1));
}

}  // namespace

BankComparison CompareWithBank(keel::sql::Pool& pool) {
  const auto session = pool.Take();
  const keel::sql::Moment moment(*session);
  BankComparisonStore store(*session);
  const auto balance = LedgerStore(*session).Balance(Account::BankMarket());
  auto compared = CompareBank(balance, store.Accounts(), store.Pairs());
  NameShown(*session, compared.not_seen);
  return compared;
}

}  // namespace payments
