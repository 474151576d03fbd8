#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "keel/names.hpp"
#include "keel/result.hpp"
#include "orders/domain/case_states.hpp"
#include "orders/domain/order.hpp"

/// Returns and disputes as things, and the rules about their amounts and days.
namespace orders {

/// Why goods go back. All but the last are the shop's to answer for: then its freight goes back with the whole order.
enum class ReturnReason : std::uint8_t { kDamaged, kSpoiled, kWrongGoods, kNotAsDescribed, kMissing, kChangedMind };
inline constexpr auto kReturnReasons = keel::NamesOf<ReturnReason>({{ReturnReason::kDamaged, "damaged"},
                                                                    {ReturnReason::kSpoiled, "spoiled"},
                                                                    {ReturnReason::kWrongGoods, "wrong-goods"},
                                                                    {ReturnReason::kNotAsDescribed, "not-as-described"},
                                                                    {ReturnReason::kMissing, "missing"},
                                                                    {ReturnReason::kChangedMind, "changed-mind"}});
/// What a dispute is about.
inline constexpr std::array<std::string_view, 5> kClaims{"not-received", "damaged", "not-as-described",
                                                         "return-refused", "other"};
/// What became of goods that came back.
enum class ReturnFate : std::uint8_t { kSellable, kSpoiled, kKept };  ///< kKept: the buyer keeps them.
inline constexpr auto kReturnFates = keel::NamesOf<ReturnFate>(
    {{ReturnFate::kSellable, "sellable"}, {ReturnFate::kSpoiled, "spoiled"}, {ReturnFate::kKept, "kept"}});

inline constexpr std::chrono::hours kAnswerReturnIn{30};   ///< Waking hours: two days. Then it counts as agreed.
inline constexpr std::chrono::days kSendBackIn{14};        ///< Then an agreed return lapses.
inline constexpr std::chrono::hours kAnswerDisputeIn{30};  ///< Waking hours. Then the operators decide without.
inline constexpr std::chrono::hours kDecideIn{45};         ///< Waking hours, three days, after the shop's time.
inline constexpr std::size_t kMostPhotos = 6;

struct ReturnLine {
  std::string line_id, variant_id;
  std::int64_t quantity = 0;
  keel::Money amount;
};

struct CaseStep {
  std::string state, by, why;
  keel::Instant at{};
};

struct Return {
  ReturnId id;
  OrderId order_id;
  std::string shop_id, party_id;
  ReturnReason reason = ReturnReason::kDamaged;
  std::string note;       ///< The buyer's words.
  std::string shop_note;  ///< The shop's.
  ReturnState state = ReturnState::kAsked;
  keel::Money refund;     ///< What goes back when the goods are there.
  keel::Instant until{};  ///< When its next step is due, if it has one.
  keel::Instant opened_at{};
  std::int64_t version = 1;
  std::vector<ReturnLine> lines;
  std::vector<std::string> photos;  ///< Media ids of the catalog.
  std::vector<CaseStep> history;
};

struct Dispute {
  DisputeId id;
  OrderId order_id;
  std::string shop_id, party_id;
  std::string claim, note, answer, decision_note;
  std::string return_id;  ///< May be empty.
  DisputeState state = DisputeState::kOpen;
  keel::Money refund;
  keel::Instant answer_until{}, decide_until{}, opened_at{};
  std::int64_t version = 1;
  std::vector<std::string> photos;
  std::vector<CaseStep> history;
};

/// How much of each line has gone back or is on its way back.
using TakenBack = std::vector<std::pair<std::string, std::int64_t>>;

struct ReturnWish {
  std::vector<std::pair<LineId, std::int64_t>> lines;
  ReturnReason reason = ReturnReason::kDamaged;
  std::string note;
  std::vector<std::string> photos;
};

/// The lines of a return and what it gives back: each line's exact part, and the freight when the whole order goes back
/// for a reason that is the shop's. The parts of a line returned one after the other add up to the line.
/// Errors: kInvalid "line-unknown"; kConflict "return-too-much" (argument: what the line is called); kInvalid
/// "return-empty"; kInvalid "evidence-missing" where goods are said to be bad and no photo shows it.
keel::Result<std::pair<std::vector<ReturnLine>, keel::Money>> PlanReturn(const Order& order,
                                                                         const std::vector<OrderLine>& lines,
                                                                         const TakenBack& before,
                                                                         const ReturnWish& wish);

/// Until when a return may be asked for; empty where the order was not delivered.
std::optional<keel::Instant> ReturnUntil(const Order& order, std::chrono::days window);
/// Until when a dispute may be opened: twice the window after the delivery, and a window after a return of it was
/// refused or its time ran out, for who sent the goods back and was not paid has no other way. Empty where the order
/// was not delivered.
std::optional<keel::Instant> DisputeUntil(const Order& order, const std::vector<Return>& returns,
                                          std::chrono::days window);

}  // namespace orders
