#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keel/names.hpp"
#include "keel/result.hpp"
#include "orders/domain/message.hpp"

/// What happens to an order after it was delivered: goods that go back, and disputes. Each table below is the
/// documentation: who may make a move, what it does to stock and money, and what each side is told.
namespace orders {

/// Whoever may make a move; a set of them.
enum Doer : std::uint8_t { kBuyerDoes = 1, kShopDoes = 2, kOperatorDoes = 4, kClockDoes = 8 };
/// What a move does to stock and money.
enum class OnStock : std::uint8_t { kNothing, kTakesBack };
enum class OnMoney : std::uint8_t { kNothing, kGivesBack };

enum class ReturnState : std::uint8_t {
  kAsked,      ///< The buyer says what is wrong; the shop looks at it.
  kAgreed,     ///< The goods may come back; or nobody said no in time.
  kRefused,    ///< The shop says no; the buyer may open a dispute.
  kReceived,   ///< The goods are there, or may stay where they are; the money goes back.
  kWithdrawn,  ///< The buyer changed his mind.
  kLapsed,     ///< Agreed to, and not there in time. What comes all the same is received and paid back.
};
enum class ReturnEvent : std::uint8_t { kAgree, kRefuse, kReceive, kWithdraw, kLapse };
inline constexpr auto kReturnStates = keel::NamesOf<ReturnState>({{ReturnState::kAsked, "asked"},
                                                                  {ReturnState::kAgreed, "agreed"},
                                                                  {ReturnState::kRefused, "refused"},
                                                                  {ReturnState::kReceived, "received"},
                                                                  {ReturnState::kWithdrawn, "withdrawn"},
                                                                  {ReturnState::kLapsed, "lapsed"}});
inline constexpr auto kReturnEvents = keel::NamesOf<ReturnEvent>({{ReturnEvent::kAgree, "agree"},
                                                                  {ReturnEvent::kRefuse, "refuse"},
                                                                  {ReturnEvent::kReceive, "receive"},
                                                                  {ReturnEvent::kWithdraw, "withdraw"},
                                                                  {ReturnEvent::kLapse, "lapse"}});
constexpr std::string_view NameOf(ReturnState state) {
  return kReturnStates[std::size_t(state)];
}

enum class DisputeState : std::uint8_t {
  kOpen,      ///< The shop is asked.
  kAnswered,  ///< The shop said its part; the operators decide.
  kDecided,
  kWithdrawn,
  kUnanswered,  ///< The shop's time is over; the operators decide without its part, which it may still say.
};
enum class DisputeEvent : std::uint8_t { kAnswer, kDecide, kWithdraw, kLapse };
inline constexpr auto kDisputeStates = keel::NamesOf<DisputeState>({{DisputeState::kOpen, "open"},
                                                                    {DisputeState::kAnswered, "answered"},
                                                                    {DisputeState::kDecided, "decided"},
                                                                    {DisputeState::kWithdrawn, "withdrawn"},
                                                                    {DisputeState::kUnanswered, "unanswered"}});
inline constexpr auto kDisputeEvents = keel::NamesOf<DisputeEvent>({{DisputeEvent::kAnswer, "answer"},
                                                                    {DisputeEvent::kDecide, "decide"},
                                                                    {DisputeEvent::kWithdraw, "withdraw"},
                                                                    {DisputeEvent::kLapse, "lapse"}});
/// Asks lists for what the operators have to decide: answered, or not in time.
inline constexpr std::string_view kToDecide = "to-decide";
constexpr bool Undecided(DisputeState state) {
  return state != DisputeState::kDecided && state != DisputeState::kWithdrawn;
}
constexpr std::string_view NameOf(DisputeState state) {
  return kDisputeStates[std::size_t(state)];
}

template <class State, class Event>
struct CaseMove {
  State from;
  Event on;
  State to;
  std::uint8_t by;  ///< Doers.
  OnStock stock;
  OnMoney money;
  MessageKind buyer, shop;
};
using ReturnMove = CaseMove<ReturnState, ReturnEvent>;
using DisputeMove = CaseMove<DisputeState, DisputeEvent>;

// clang-format off
inline constexpr std::array kReturnMoves{
    ReturnMove{ReturnState::kAsked,  ReturnEvent::kAgree,    ReturnState::kAgreed,    kShopDoes | kOperatorDoes | kClockDoes, OnStock::kNothing,   OnMoney::kNothing,   MessageKind::kReturnAgreed,   MessageKind::kNone},
    ReturnMove{ReturnState::kAsked,  ReturnEvent::kRefuse,   ReturnState::kRefused,   kShopDoes | kOperatorDoes,              OnStock::kNothing,   OnMoney::kNothing,   MessageKind::kReturnRefused,  MessageKind::kNone},
    ReturnMove{ReturnState::kAsked,  ReturnEvent::kReceive,  ReturnState::kReceived,  kShopDoes | kOperatorDoes,              OnStock::kTakesBack, OnMoney::kGivesBack, MessageKind::kReturnReceived, MessageKind::kNone},
    ReturnMove{ReturnState::kAsked,  ReturnEvent::kWithdraw, ReturnState::kWithdrawn, kBuyerDoes,                             OnStock::kNothing,   OnMoney::kNothing,   MessageKind::kNone,           MessageKind::kReturnWithdrawn},
    ReturnMove{ReturnState::kAgreed, ReturnEvent::kReceive,  ReturnState::kReceived,  kShopDoes | kOperatorDoes,              OnStock::kTakesBack, OnMoney::kGivesBack, MessageKind::kReturnReceived, MessageKind::kNone},
    ReturnMove{ReturnState::kAgreed, ReturnEvent::kWithdraw, ReturnState::kWithdrawn, kBuyerDoes,                             OnStock::kNothing,   OnMoney::kNothing,   MessageKind::kNone,           MessageKind::kReturnWithdrawn},
    ReturnMove{ReturnState::kAgreed, ReturnEvent::kLapse,    ReturnState::kLapsed,    kClockDoes | kOperatorDoes,             OnStock::kNothing,   OnMoney::kNothing,   MessageKind::kReturnLapsed,   MessageKind::kReturnLapsedShop},
    ReturnMove{ReturnState::kLapsed, ReturnEvent::kReceive,  ReturnState::kReceived,  kShopDoes | kOperatorDoes,              OnStock::kTakesBack, OnMoney::kGivesBack, MessageKind::kReturnReceived, MessageKind::kNone},
};
inline constexpr std::array kDisputeMoves{
    DisputeMove{DisputeState::kOpen,     DisputeEvent::kAnswer,   DisputeState::kAnswered,  kShopDoes,     OnStock::kNothing, OnMoney::kNothing,   MessageKind::kDisputeAnswered, MessageKind::kNone},
    DisputeMove{DisputeState::kOpen,     DisputeEvent::kDecide,   DisputeState::kDecided,   kOperatorDoes, OnStock::kNothing, OnMoney::kGivesBack, MessageKind::kDisputeDecided,  MessageKind::kDisputeDecided},
    DisputeMove{DisputeState::kOpen,     DisputeEvent::kWithdraw, DisputeState::kWithdrawn, kBuyerDoes,    OnStock::kNothing, OnMoney::kNothing,   MessageKind::kNone,            MessageKind::kDisputeWithdrawn},
    DisputeMove{DisputeState::kOpen,     DisputeEvent::kLapse,    DisputeState::kUnanswered, kClockDoes,   OnStock::kNothing, OnMoney::kNothing,   MessageKind::kDisputeUnanswered, MessageKind::kDisputeUnansweredShop},
    DisputeMove{DisputeState::kUnanswered, DisputeEvent::kAnswer,  DisputeState::kAnswered,  kShopDoes,    OnStock::kNothing, OnMoney::kNothing,   MessageKind::kDisputeAnswered, MessageKind::kNone},
    DisputeMove{DisputeState::kUnanswered, DisputeEvent::kDecide,  DisputeState::kDecided,  kOperatorDoes, OnStock::kNothing, OnMoney::kGivesBack, MessageKind::kDisputeDecided,  MessageKind::kDisputeDecided},
    DisputeMove{DisputeState::kUnanswered, DisputeEvent::kWithdraw, DisputeState::kWithdrawn, kBuyerDoes,  OnStock::kNothing, OnMoney::kNothing,   MessageKind::kNone,            MessageKind::kDisputeWithdrawn},
    DisputeMove{DisputeState::kAnswered, DisputeEvent::kDecide,   DisputeState::kDecided,   kOperatorDoes, OnStock::kNothing, OnMoney::kGivesBack, MessageKind::kDisputeDecided,  MessageKind::kDisputeDecided},
    DisputeMove{DisputeState::kAnswered, DisputeEvent::kWithdraw, DisputeState::kWithdrawn, kBuyerDoes,    OnStock::kNothing, OnMoney::kNothing,   MessageKind::kNone,            MessageKind::kDisputeWithdrawn},
};
// clang-format on

/// The row of a table for (state, event); nullptr where there is none.
template <class State, class Event, std::size_t N>
constexpr const CaseMove<State, Event>* Find(const std::array<CaseMove<State, Event>, N>& table, State from, Event on) {
  for (const auto& move : table)
    if (move.from == from && move.on == on) return &move;
  return nullptr;
}

/// The move, if the table has it and lets `who` make it. Errors: kConflict "case-state-conflict" (argument: the state);
/// kForbidden "not-allowed" for somebody who may see the case and not make this move.
template <class State, class Event, std::size_t N>
keel::Result<CaseMove<State, Event>> Next(const std::array<CaseMove<State, Event>, N>& table, State from, Event on,
                                          Doer who) {
  const auto* move = Find(table, from, on);
  if (move == nullptr)
    return keel::Error{keel::Kind::kConflict, "case-state-conflict", "It is at another step by now.",
                       std::string(NameOf(from))};
  if ((move->by & who) == 0) return keel::Error{keel::Kind::kForbidden, "not-allowed", "That is for others to do."};
  return *move;
}

namespace checks {
template <class State, class Event, std::size_t N>
constexpr bool OneRowPerPair(const std::array<CaseMove<State, Event>, N>& table) {
  for (std::size_t a = 0; a < N; ++a)
    for (std::size_t b = a + 1; b < N; ++b)
      if (table[a].from == table[b].from && table[a].on == table[b].on) return false;
  return true;
}
template <class State, class Event, std::size_t N>
constexpr bool EveryStateReachable(const std::array<CaseMove<State, Event>, N>& table, std::size_t states) {
  for (std::size_t state = 1; state < states; ++state) {  // The first is where cases are born.
    bool reached = false;
    for (const auto& move : table) reached = reached || move.to == State(state);
    if (!reached) return false;
  }
  return true;
}
/// Money goes back only where a case ends, so that it can go back once.
template <class State, class Event, std::size_t N>
constexpr bool MoneyMovesOnlyAtTheEnd(const std::array<CaseMove<State, Event>, N>& table) {
  for (const auto& move : table)
    if (move.money == OnMoney::kGivesBack)
      for (const auto& later : table)
        if (later.from == move.to) return false;
  return true;
}
/// Whoever is moved against hears of it.
template <class State, class Event, std::size_t N>
constexpr bool TheOtherSideIsTold(const std::array<CaseMove<State, Event>, N>& table) {
  for (const auto& move : table) {
    if ((move.by & kBuyerDoes) != 0 && move.shop == MessageKind::kNone) return false;
    if ((move.by & (kShopDoes | kOperatorDoes | kClockDoes)) != 0 && move.buyer == MessageKind::kNone) return false;
  }
  return true;
}
static_assert(OneRowPerPair(kReturnMoves) && OneRowPerPair(kDisputeMoves));
static_assert(EveryStateReachable(kReturnMoves, kReturnStates.size()));
static_assert(EveryStateReachable(kDisputeMoves, kDisputeStates.size()));
static_assert(MoneyMovesOnlyAtTheEnd(kReturnMoves) && MoneyMovesOnlyAtTheEnd(kDisputeMoves));
static_assert(TheOtherSideIsTold(kReturnMoves) && TheOtherSideIsTold(kDisputeMoves));
}  // namespace checks

}  // namespace orders
