#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/quiet_hours.hpp"
#include "orders/flows/amend_order.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/weight_store.hpp"

/// Goods whose price follows the scales: weighed after the shop said yes and before it packs.
namespace orders {

/// How long the buyer may think, nights not counted; then a line that is too light is taken as "I will take it, at its
/// price".
inline constexpr std::chrono::hours kWeightAnswer{6};
constexpr keel::Instant AnswerWeightUntil(keel::Instant weighed_at) {
  return AddWaking(weighed_at, kWeightAnswer);
}

/// The product's weighed variants, with how much lighter they may be without a question.
std::vector<std::pair<std::string, std::int64_t>> WeighedOf(const Context& context, const std::string& product_id);
/// These goods are weighed when packed, or no more. Errors: kNotFound "offer-not-found".
keel::Result<keel::Done> SetWeighed(keel::sql::Transaction& transaction, const keel::auth::Principal& who,
                                    const std::string& variant_id, std::optional<std::int64_t> tolerance_bp);

struct LineGrams {
  LineId line;
  std::int64_t grams = 0;
};
struct WeighedOrder {
  Order order;
  std::vector<LineWeight> weights;
  bool asked = false;                    ///< The buyer has to answer before it can be packed.
  std::vector<LineWeight> pending = {};  ///< Still to be weighed; for the shop.
};
/// Until the buyer answered or the goods are packed a line may be weighed again: the new weight takes the place of the
/// old one and of what was asked about it, and the price never rises by it. Lighter within the tolerance: the price
/// follows and what was paid goes back, by AmendOrder. Heavier: the price stays. Much lighter: the buyer is asked
/// ("order.weight-asked", and by message). Errors: kNotFound "order-not-found"; kConflict "order-state-conflict" (only
/// an accepted order is weighed), "line-weighed-already" (the buyer answered it); kInvalid "line-unknown",
/// "line-twice".
keel::Result<WeighedOrder> WeighOrder(keel::sql::Transaction& transaction, const Context& context,
                                      const keel::auth::Principal& who, const OrderId& id,
                                      const std::vector<LineGrams>& grams);
/// The buyer takes what is too light at its price, or does not want it; for all lines asked about. Errors: kNotFound
/// "order-not-found"; kConflict "nothing-asked".
keel::Result<WeighedOrder> AnswerWeights(keel::sql::Transaction& transaction, const Context& context,
                                         const OrderCode& code, const BuyerProof& proof, bool accept);
/// The same by a reply to the message that asked. `by`: whoever it went to.
keel::Result<WeighedOrder> AnswerWeightsAs(keel::sql::Transaction& transaction, const Context& context,
                                           const Order& order, bool accept, const Actor& by);
/// For the shop, and for the buyer who knows code and phone.
keel::Result<WeighedOrder> WeightsForSeller(const Context& context, const keel::auth::Principal& who,
                                            const OrderId& id);
keel::Result<WeighedOrder> WeightsForBuyer(const Context& context, const OrderCode& code, const BuyerProof& proof);

/// Answers for buyers who did not, after kWeightAnswer. Answers how many orders.
std::int64_t SweepWeightQuestions(const Context& context);

/// Whether stock lets the order be packed. Errors: kConflict "harvest-not-cut", "weight-missing", "weight-asked".
keel::Result<keel::Done> ReadyToPack(keel::sql::Session& session, const Order& order);

}  // namespace orders
