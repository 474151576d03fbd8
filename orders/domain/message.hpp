#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "keel/names.hpp"

/// Everything this service says to people by telephone and on their pages, in both languages. What is said at which
/// move stands in the tables of moves (telling.hpp, return_states.hpp, dispute_states.hpp, substitution.hpp).
namespace orders {

enum class MessageKind : std::uint8_t {
  kNone,
  kAskShop,
  kAskHelper,
  kAskCooperative,
  kReplyYes,
  kReplyNo,
  kReplyDeclined,
  kReplyWhich,
  kReplyOther,
  kReplyUnclear,
  kReplyNothing,
  kReplyNoted,
  kReplyNotDone,
  kAccepted,
  kTakenOver,
  kShipped,
  kDelivered,
  kReturnedToBuyer,
  kReturnedToShop,
  kReturnedToShopCash,
  kLostToBuyer,
  kLostToShop,
  kLostToShopCash,
  kCancelledByBuyer,
  kCancelledByShop,
  kCancelledSilent,
  kShopWasSilent,
  kUnpaid,
  kAmendedByShop,
  kAmendedByBuyer,
  kAmendedOther,
  kSubstituteAsked,
  kSubstituteTaken,
  kSubstituteRefused,
  kSubstituteLapsed,
  kReturnAsked,
  kReturnAgreed,
  kReturnRefused,
  kReturnReceived,
  kReturnWithdrawn,
  kReturnLapsed,
  kReturnLapsedShop,
  kDisputeOpened,
  kDisputeAnswered,
  kDisputeUnanswered,
  kDisputeUnansweredShop,
  kDisputeDecided,
  kDisputeWithdrawn,
  kHarvestShort,
  kHarvestGone,
  kWeightAsked,
  kWeightTaken,
  kWeightRefused,
  kWeightRight,
  kPackShop,
  kPackHelper,
  kPackBuyer,
  kParcelRefused,
  kParcelGone,
  kStrayBack,
  kStrayArrived,
  kStrayLost,
  kFillPromised,
  kFillReleased,
  kFillSmaller,
  kSentInParts,
  kSentInPartsCash,
  kFreightMoved,
  kFreightMovedShop,
  kRefunded,
  kRefundBounced,
  kPaidOut,
  kPayoutBounced,
  kDoneByCode,
};

/// The one that stands last.
inline constexpr MessageKind kLastMessage = MessageKind::kDoneByCode;

enum class Language : std::uint8_t { kVietnamese, kEnglish };
inline constexpr auto kLanguages = keel::NamesOf<Language>({{Language::kVietnamese, "vi"}, {Language::kEnglish, "en"}});
constexpr Language FindLanguage(std::string_view name) {
  return name.starts_with("en") ? Language::kEnglish : Language::kVietnamese;
}

/// A message's text; "{name}" is filled from the arguments.
struct MessageText {
  MessageKind kind;
  std::string_view name;  ///< Stable; in rows and in the API.
  std::string_view vi, en;
};
const MessageText& TextOf(MessageKind kind);
/// Empty for an unknown name.
std::optional<MessageKind> FindMessage(std::string_view name);

/// What was ended or answered in a buyer's name, as kDoneByCode tells it (its argument `deed`).
enum class BuyersDeed : std::uint8_t {
  kReturnWithdrawn,   ///< Stands in old messages; only the buyer himself may by now.
  kDisputeWithdrawn,  ///< The same.
  kSubstituteTaken,
  kSubstituteRefused,
  kWeightTaken,
  kWeightRefused,
  kOrderCancelled,
  kTakenOff,
};
inline constexpr auto kBuyersDeeds = keel::NamesOf<BuyersDeed>({{BuyersDeed::kReturnWithdrawn, "return-withdrawn"},
                                                                {BuyersDeed::kDisputeWithdrawn, "dispute-withdrawn"},
                                                                {BuyersDeed::kSubstituteTaken, "substitute-taken"},
                                                                {BuyersDeed::kSubstituteRefused, "substitute-refused"},
                                                                {BuyersDeed::kWeightTaken, "weight-taken"},
                                                                {BuyersDeed::kWeightRefused, "weight-refused"},
                                                                {BuyersDeed::kOrderCancelled, "order-cancelled"},
                                                                {BuyersDeed::kTakenOff, "taken-off"}});

using Arguments = std::map<std::string, std::string>;
/// Arguments that are not given are left out. Ones named `…_at` are moments (RFC 3339) and are written as people say
/// them; ones named `…_vnd` are whole đồng, ones named `…_g` whole grams; `reason` is a return's, by its name, `deed`
/// one of kBuyersDeeds.
std::string Render(MessageKind kind, Language language, const Arguments& arguments);

}  // namespace orders
