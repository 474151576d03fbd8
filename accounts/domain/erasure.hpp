#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/ids.hpp"
#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

/// Somebody asks for what the market keeps about them to be erased: until when they hear of it, until when it is done,
/// and what a seller must end first.
namespace accounts {

struct ErasureTag {
  static constexpr std::string_view kPrefix = "era";
};
using ErasureId = keel::Id<ErasureTag>;

/// kWithdrawn: whoever asked thought better of it before it was begun.
enum class ErasureState : std::uint8_t { kOpen, kDone, kWithdrawn };
inline constexpr auto kErasureStateNames = keel::NamesOf<ErasureState>(
    {{ErasureState::kOpen, "open"}, {ErasureState::kDone, "done"}, {ErasureState::kWithdrawn, "withdrawn"}});
/// Asked for on the pages, or on paper and entered by an operator.
enum class ErasureSource : std::uint8_t { kPerson, kPaper };
inline constexpr auto kErasureSourceNames =
    keel::NamesOf<ErasureSource>({{ErasureSource::kPerson, "person"}, {ErasureSource::kPaper, "paper"}});

/// What is told where a market says nothing else (ERASE_DAYS): law 91/2025, known from summaries (confidence M).
inline constexpr std::chrono::days kEraseWithin{15};
/// How long it may be withdrawn where a market says nothing else (ERASE_WAIT_HOURS): a night to think it over, and for
/// the owner of a telephone that somebody else had in his hand.
inline constexpr std::chrono::hours kEraseWait{24};
inline constexpr int kAcknowledgeWithin = 2;  ///< Working days.

/// The end, in Vietnam, of the second working day (Monday to Friday) after the one it was asked on. Public holidays are
/// not known here: they only make the true time longer.
keel::Instant AcknowledgeBy(keel::Instant asked);

/// One order that is not over, as orders tells.
struct HeldOrder {
  std::string code;                    ///< CP-7K3M-9Q4.
  std::string why;                     ///< under-way, return-time, return-open, dispute-open, money, parcel.
  std::optional<keel::Instant> until;  ///< When that is known.
};

struct Erasure {
  ErasureId id;
  std::optional<AccountId> account;         ///< Empty where the phone never had one.
  std::optional<std::string> phone_masked;  ///< Gone when it is done.
  ErasureSource source = ErasureSource::kPerson;
  std::optional<AccountId> entered_by;
  ErasureState state = ErasureState::kOpen;
  keel::Instant asked_at{}, due_at{};
  std::optional<keel::Instant> waits_until = {};  ///< It may be withdrawn; empty: it was begun.
  std::int64_t erased = 0;                        ///< Purchases so far.
  std::vector<HeldOrder> held = {};
  bool orders_over = false;
  std::string seller_held = {};               ///< The code of what a seller must end first.
  std::optional<keel::Instant> done_at = {};  ///< Or withdrawn.

  bool IsOverdue(keel::Instant now) const { return state == ErasureState::kOpen && now > due_at; }
};

/// Whether it may still be withdrawn. Errors: kConflict "erasure-begun", also when it is done.
keel::Result<keel::Done> MayWithdraw(const Erasure& erasure);

/// What a seller's party still has to do in the market.
struct PartyBusiness {
  std::string open_shop;         ///< The name of a shop that is not paused; empty: none is.
  std::int64_t open_orders = 0;  ///< Not ended, or with an open return or dispute.
  bool money_open = false;       ///< The market owes it, or it owes the market.
};

/// Whether whoever owns the party called `name` may be erased. Errors: kConflict "erasure-shop-open" (argument: the
/// shop), "erasure-orders-open" (how many), "erasure-money-open" (the party).
keel::Result<keel::Done> MayErase(const std::string& name, const PartyBusiness& business);

}  // namespace accounts
