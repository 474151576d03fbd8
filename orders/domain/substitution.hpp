#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/names.hpp"
#include "orders/domain/case_states.hpp"
#include "orders/domain/ids.hpp"

/// Something else a shop offers in the place of what it has run out of. The buyer answers by a link or by telephone; no
/// answer is a no, and a no takes the line off. He never pays more than for what it replaces.
namespace orders {

enum class SubstitutionState : std::uint8_t { kAsked, kTaken, kRefused, kLapsed, kWithdrawn };
enum class SubstitutionEvent : std::uint8_t { kTake, kRefuse, kLapse, kWithdraw };
inline constexpr auto kSubstitutionStates =
    keel::NamesOf<SubstitutionState>({{SubstitutionState::kAsked, "asked"},
                                      {SubstitutionState::kTaken, "taken"},
                                      {SubstitutionState::kRefused, "refused"},
                                      {SubstitutionState::kLapsed, "lapsed"},
                                      {SubstitutionState::kWithdrawn, "withdrawn"}});
inline constexpr auto kSubstitutionEvents =
    keel::NamesOf<SubstitutionEvent>({{SubstitutionEvent::kTake, "take"},
                                      {SubstitutionEvent::kRefuse, "refuse"},
                                      {SubstitutionEvent::kLapse, "lapse"},
                                      {SubstitutionEvent::kWithdraw, "withdraw"}});
constexpr std::string_view NameOf(SubstitutionState state) {
  return kSubstitutionStates[std::size_t(state)];
}

/// What an answer does to stock and money is the amendment's to do (flows/amend_order.hpp), in the same transaction.
using SubstitutionMove = CaseMove<SubstitutionState, SubstitutionEvent>;
// clang-format off
inline constexpr std::array kSubstitutionMoves{
    SubstitutionMove{SubstitutionState::kAsked, SubstitutionEvent::kTake,     SubstitutionState::kTaken,     kBuyerDoes, OnStock::kNothing, OnMoney::kNothing, MessageKind::kNone,             MessageKind::kSubstituteTaken},
    SubstitutionMove{SubstitutionState::kAsked, SubstitutionEvent::kRefuse,   SubstitutionState::kRefused,   kBuyerDoes, OnStock::kNothing, OnMoney::kNothing, MessageKind::kNone,             MessageKind::kSubstituteRefused},
    SubstitutionMove{SubstitutionState::kAsked, SubstitutionEvent::kLapse,    SubstitutionState::kLapsed,    kClockDoes, OnStock::kNothing, OnMoney::kNothing, MessageKind::kSubstituteLapsed, MessageKind::kSubstituteLapsed},
    // The order went another way: it was cancelled, or the line was taken off.
    SubstitutionMove{SubstitutionState::kAsked, SubstitutionEvent::kWithdraw, SubstitutionState::kWithdrawn, kClockDoes, OnStock::kNothing, OnMoney::kNothing, MessageKind::kSubstituteLapsed, MessageKind::kNone},
};
// clang-format on
static_assert(checks::OneRowPerPair(kSubstitutionMoves));
static_assert(checks::EveryStateReachable(kSubstitutionMoves, kSubstitutionStates.size()));
static_assert(checks::TheOtherSideIsTold(kSubstitutionMoves));

/// Waking hours the buyer has.
inline constexpr std::chrono::hours kAnswerSubstituteIn{8};

struct Substitution {
  SubstitutionId id;
  OrderId order_id;
  LineId line_id;
  std::string variant_id, gone, instead;
  std::int64_t quantity = 0;
  keel::Money total;
  SubstitutionState state = SubstitutionState::kAsked;
  keel::Instant until{}, asked_at{};
  std::int64_t version = 1;
};

}  // namespace orders
