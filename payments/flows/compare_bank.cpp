#include "payments/flows/compare_bank.hpp"

#include "keel/sql/moment.hpp"
#include "payments/store/bank_comparison_store.hpp"
#include "payments/store/ledger_store.hpp"

namespace payments {

BankComparison CompareWithBank(keel::sql::Pool& pool) {
  const auto session = pool.Take();
  const keel::sql::Moment moment(*session);
  BankComparisonStore store(*session);
  const auto balance = LedgerStore(*session).Balance(Account::BankMarket());
  return CompareBank(balance, store.Accounts(), store.Pairs());
}

}  // namespace payments
