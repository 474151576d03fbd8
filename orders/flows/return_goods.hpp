#pragma once
#include <optional>
#include <string>

#include "keel/auth/principal.hpp"
#include "orders/domain/after_sale.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/track_order.hpp"

/// Goods that go back: kReturnMoves decides, these flows carry it out. An order stays delivered whatever of it comes
/// back; what was returned stands in its returns.
namespace orders {

/// The buyer asks. Errors: kNotFound "order-not-found"; kConflict "return-too-early" before it was delivered,
/// "return-too-late" after Context::return_window; those of PlanReturn; kConflict "refund-too-much" when more would go
/// back than was paid.
keel::Result<Return> AskReturn(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                               const BuyerProof& proof, const ReturnWish& wish);
/// The buyer takes it back. Errors: kNotFound "return-not-found"; those of Next.
keel::Result<Return> WithdrawReturn(keel::sql::Transaction& transaction, const Context& context, const ReturnId& id,
                                    const BuyerProof& proof);
/// The shop, or an operator in its place, says yes, or no with a reason. Repeating either succeeds.
/// Errors: kNotFound "return-not-found", also for another shop's; those of Next; kInvalid "note-missing" for a no.
keel::Result<Return> AnswerReturn(keel::sql::Transaction& transaction, const Context& context,
                                  const keel::auth::Principal& who, const ReturnId& id, bool agreed,
                                  const std::string& note);
/// The goods are there, or the buyer may keep them: stock takes back what can be sold, the money goes back: as much as
/// was agreed, or as disputes left of it. Repeating succeeds and pays once. Errors: as AnswerReturn.
keel::Result<Return> ReceiveReturn(keel::sql::Transaction& transaction, const Context& context,
                                   const keel::auth::Principal& who, const ReturnId& id, ReturnFate fate);

/// Agrees to what shops did not answer in time and lapses what never came. Safe to repeat. Answers how many it moved.
std::int64_t RunReturnClocks(const Context& context);

}  // namespace orders
