#include "payments/flows/erase_payers.hpp"

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/direct_store.hpp"
#include "payments/store/ledger_store.hpp"

namespace payments {
namespace {

constexpr std::size_t kAtOnce = 200;

}  // namespace

void FollowErasing(keel::sql::Transaction& transaction, const Desk& desk, const PurchaseId& purchase,
                   keel::Instant at) {
  ErasureStore(transaction.session(), desk.seal).Add(purchase, at);
}

std::int64_t ErasePayers(const Desk& desk) {
  std::vector<PurchaseId> waiting;
  for (std::string after;;) {
    const auto session = desk.pool.Take();
    ErasureStore store(*session, desk.seal);
    const auto page = store.Waiting(after, kAtOnce);
    // Most wait for days: only what is over is worth a transaction.
    for (const auto& purchase : page)
      if (MayErase(store.LeftOf(purchase))) waiting.push_back(purchase);
    if (page.size() < kAtOnce) break;
    after = page.back().text();
  }
  std::int64_t erased = 0;
  for (const auto& purchase : waiting) {
    const keel::fault::Doing doing("erase-payers");
    const auto done =
        keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<bool> {
          ErasureStore store(transaction.session(), desk.seal);
          if (!store.LockWaiting(purchase) || !MayErase(store.LeftOf(purchase))) return false;
          const auto now = desk.clock.Now();
          store.Erase(purchase, now);
          TellMoneyErased(transaction, purchase, now);
          return true;
        });
    if (done && *done) ++erased;
  }
  return erased;
}

std::vector<PayerData> PayerDataOf(const Desk& desk, const std::vector<PurchaseId>& purchases) {
  const auto session = desk.pool.Take();
  std::vector<PayerData> all;
  for (const auto& purchase : purchases) {
    PayerData data{purchase, BankRefundStore(*session, desk.seal).AccountOf(purchase),
                   ErasureStore(*session, desk.seal).RefundsOf(purchase)};
    if (data.account || !data.refunds.empty()) all.push_back(std::move(data));
  }
  return all;
}

PartyBalance BalanceOf(const Desk& desk, const PartyId& party) {
  const auto session = desk.pool.Take();
  auto transfer = ErasureStore(*session, desk.seal).InTransfer(party);
  for (const auto& sale : DirectStore(*session).OfParty(party))
    transfer = Sum(Sum(transfer, sale.awaited), sale.owed_back);
  return {Difference(keel::Money(), LedgerStore(*session).Balance(Account::SellerPayable(party.text()))), transfer};
}

}  // namespace payments
