#pragma once
#include <optional>
#include <string>
#include <vector>

#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// What a buyer proves a purchase with: the phone it was placed with, whole, or the account.
struct BuyerProof {
  std::optional<Phone> phone;
  std::optional<std::string> account_id;
  /// Parties whose owner, clerk or helper is signed in: who sells is not his own buyer.
  std::vector<std::string> acts_for = {};
  /// Of the signed-in account's own telephone, to which a one-time code was sent; empty where nobody asked for it.
  std::string phone_index = {};
};

/// An order by its code. A wrong proof, and a code that does not exist, cost the same work and get the same answer.
/// Errors: kNotFound "order-not-found".
keel::Result<WholeOrder> TrackOrder(const Context& context, const OrderCode& code, const BuyerProof& proof);
/// All orders of a purchase. Errors: kNotFound "purchase-not-found".
keel::Result<std::vector<Order>> TrackPurchase(const Context& context, const PurchaseId& id, const BuyerProof& proof);
/// Orders of an account's purchases, newest purchase first; `before_id` pages by purchase.
std::vector<Order> OrdersOfAccount(const Context& context, const std::string& account_id, const std::string& before_id,
                                   std::int64_t limit);

/// The order, if `proof` fits it, inside a transaction. Errors: kNotFound "order-not-found".
keel::Result<Order> FindProven(keel::sql::Session& session, const Context& context, const OrderCode& code,
                               const BuyerProof& proof);

/// The same by id, for what belongs to an order.
keel::Result<Order> FindProven(keel::sql::Session& session, const Context& context, const OrderId& id,
                               const BuyerProof& proof);

/// May whoever proved the order do in it what is the buyer's to do? Whoever is signed in as its shop, or as the
/// cooperative that took it over, may look at it and no more. Errors: kForbidden "own-order".
keel::Result<keel::Done> MayActAsBuyer(keel::sql::Session& session, const Order& order, const BuyerProof& proof);

/// For what gives up the buyer's own claim, to the good of who knows code and phone as well as he does: only the
/// account that bought may, or one whose telephone is the order's. Errors: kForbidden "buyer-sign-in".
keel::Result<keel::Done> MustBeTheBuyer(keel::sql::Session& session, const Context& context, const Order& order,
                                        const BuyerProof& proof);

/// Tells the buyer's telephone what was done in his name, unless the account that bought did it. `subject_id`: what it
/// was done to; each deed is told once.
void TellDoneByCode(keel::sql::Transaction& transaction, const Context& context, const Order& order,
                    const BuyerProof& proof, BuyersDeed deed, const std::string& subject_id);

}  // namespace orders
