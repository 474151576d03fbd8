#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/erasure_store.hpp"

/// Forgetting who paid, once a purchase's money is settled. Orders says which purchases; we say when ours is done.
namespace payments {

/// "purchase.erasing" of orders.
void FollowErasing(keel::sql::Transaction& transaction, const Desk& desk, const PurchaseId& purchase, keel::Instant at);

/// The sweeper: blanks what is settled and tells "purchase.money-erased". Safe to repeat; answers how many.
std::int64_t ErasePayers(const Desk& desk);

/// What is kept here about whoever bought: where refunds of a purchase go, and those that were sent.
struct PayerData {
  PurchaseId purchase;
  std::optional<RefundAccount> account;
  std::vector<BankRefund> refunds;
};
/// Only purchases with anything to tell.
std::vector<PayerData> PayerDataOf(const Desk& desk, const std::vector<PurchaseId>& purchases);

/// What the market and a seller owe each other, before the seller is erased.
struct PartyBalance {
  keel::Money owed;         ///< Below zero: the seller owes the market.
  keel::Money in_transfer;  ///< Payouts in a bank file, and transfers between the seller and buyers nobody confirmed.
};
PartyBalance BalanceOf(const Desk& desk, const PartyId& party);

}  // namespace payments
