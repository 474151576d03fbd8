#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/domain/after_sale.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/track_order.hpp"

/// Disputes: kDisputeMoves decides, these flows carry it out.
namespace orders {

struct DisputeWish {
  std::string claim;  ///< One of kClaims.
  std::string note;
  std::vector<std::string> photos;
  std::optional<ReturnId> refused_return;  ///< The one it is about.
};

/// The buyer opens one, while the parcel is on its way and until DisputeUntil.
/// Errors: kNotFound "order-not-found", "return-not-found" for one that is not this order's; kConflict
/// "dispute-too-early", "dispute-too-late", "dispute-open".
keel::Result<Dispute> OpenDispute(keel::sql::Transaction& transaction, const Context& context, const OrderCode& code,
                                  const BuyerProof& proof, const DisputeWish& wish);
/// Errors: kNotFound "dispute-not-found"; those of Next.
keel::Result<Dispute> WithdrawDispute(keel::sql::Transaction& transaction, const Context& context, const DisputeId& id,
                                      const BuyerProof& proof);
/// The shop's side. Errors: kNotFound "dispute-not-found", also for another shop's; those of Next.
keel::Result<Dispute> AnswerDispute(keel::sql::Transaction& transaction, const Context& context,
                                    const keel::auth::Principal& who, const DisputeId& id, const std::string& answer);
/// An operator decides what goes back: all, a part or nothing, and says why. Repeating the same decision succeeds.
/// Errors: kForbidden "not-allowed" for others; kNotFound "dispute-not-found"; kConflict "dispute-not-due" before the
/// shop answered or its time was over, "refund-too-much" (argument: what may go back at most, in đồng), "nothing-paid"
/// for cash that was never collected; those of Next.
keel::Result<Dispute> DecideDispute(keel::sql::Transaction& transaction, const Context& context,
                                    const keel::auth::Principal& who, const DisputeId& id, keel::Money refund,
                                    const std::string& note);

/// Disputes whose shop's time is over go to the operators without its answer; both sides are told. Safe to repeat.
/// Answers how many it moved.
std::int64_t RunDisputeClocks(const Context& context);

/// Cases of a shop, or with an empty `shop_id` everybody's, for operators. Errors: kNotFound "shop-not-found";
/// kForbidden "not-allowed".
keel::Result<std::vector<Dispute>> ListDisputes(const Context& context, const keel::auth::Principal& who,
                                                const std::string& shop_id, const std::string& state,
                                                const std::string& before_id, std::int64_t limit);
keel::Result<std::vector<Return>> ListReturns(const Context& context, const keel::auth::Principal& who,
                                              const std::string& shop_id, const std::string& state,
                                              const std::string& before_id, std::int64_t limit);

}  // namespace orders
