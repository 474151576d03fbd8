#pragma once
#include <array>
#include <cstdint>
#include <ostream>

/// What can happen in a market, and how often it does.
namespace lives {

/// What a step does. The numbers choose among what there is; a step that finds nothing to do moves
/// some order on, if there is one.
enum class Deed : std::uint8_t {
  kPlaceCash,
  kPlaceTransfer,
  kPlaceWallet,  ///< VNPAY, MoMo or ZaloPay.
  kPayAll,       ///< What is asked, to the đồng.
  kPayPart,      ///< Less than what is asked.
  kPayTooMuch,   ///< More, or once more.
  kRepeatLine,   ///< The bank tells of its last line again.
  kPayUnknown,   ///< A line that names nobody; later matched by hand.
  kGoToWallet,   ///< The payer is sent to the provider.
  kPayAtWallet,  ///< … and pays there, or does not; the provider calls, calls twice, calls falsely, or never.
  kCallLate,     ///< A call that waited comes, or one that came before comes again.
  kAskWallets,   ///< Minutes pass, and providers are asked about what they did not tell of.
  kPayBack,      ///< Refunds through providers are planned and carried, with answers that get lost.
  kHold,         ///< The buyer looks at how to pay: his goods are kept for longer.
  kAccept,
  kAcceptPart,
  kSplit,  ///< A part of an order goes now, the rest follows as an order of its own.
  kShopTakesOff,
  kBuyerTakesOff,
  kSubstitute,
  kAnswerSubstitute,
  kWeigh,
  kAnswerWeight,
  kPack,
  kParcel,  ///< The carrier says something, in or out of order.
  kRefuse,  ///< Nobody takes the parcel: it goes back.
  kShopCancels,
  kBuyerCancels,
  kAskReturn,
  kAnswerReturn,
  kReceiveReturn,
  kDispute,
  kAnswerDispute,
  kDecide,  ///< The operator decides a dispute, or its buyer gives it up.
  kOpenHarvest,
  kCutHarvest,
  kOpenFill,
  kBringPart,  ///< A member brings his part of a fill, brings less, or fails.
  kCount,      ///< The shop counts a shelf.
  kSpoil,
  kNewFee,
  kMode,       ///< The market goes on in another legal mode.
  kRefund,     ///< The operator sends back what is owed.
  kPayOut,     ///< The operator pays a seller by hand.
  kRound,      ///< A round of payouts goes to the bank.
  kBankFile,   ///< The bank answers it: paid, bounced, not a word, bounced after it was paid.
  kRemit,      ///< A carrier pays cash it collected.
  kStatement,  ///< … with a statement, some lines of it wrong.
  kClose,      ///< The books of the month before are closed, and its tax is paid.
  kBankLine,   ///< A line that is no order's comes, is explained, or is not that after all; a seller repays.
  kHours,      ///< Time passes; what is over its time is cleared away.
  kDays,
  kTell,    ///< The feeds are read to their ends.
  kRewind,  ///< A feed is read again from some events before.
  kCount_,
};

/// A deed's name in scripts, and its part of all steps.
struct DeedKind {
  const char* name;
  int weight;
};
/// As often as in life: placing, paying and moving on happen all the time, the rest now and then.
inline constexpr std::array<DeedKind, std::size_t(Deed::kCount_)> kDeeds{{
    {"place-cash", 6},
    {"place-transfer", 8},
    {"place-wallet", 8},
    {"pay-all", 16},
    {"pay-part", 4},
    {"pay-too-much", 4},
    {"repeat-line", 2},
    {"pay-unknown", 4},
    {"go-to-wallet", 12},
    {"pay-at-wallet", 14},
    {"call-late", 5},
    {"ask-wallets", 6},
    {"pay-back", 6},
    {"hold", 2},
    {"accept", 20},
    {"accept-part", 4},
    {"split", 6},
    {"shop-takes-off", 4},
    {"buyer-takes-off", 2},
    {"substitute", 4},
    {"answer-substitute", 4},
    {"weigh", 8},
    {"answer-weight", 3},
    {"pack", 24},
    {"parcel", 36},
    {"refuse", 3},
    {"shop-cancels", 1},
    {"buyer-cancels", 1},
    {"ask-return", 9},
    {"answer-return", 8},
    {"receive-return", 6},
    {"dispute", 6},
    {"answer-dispute", 3},
    {"decide", 5},
    {"open-harvest", 3},
    {"cut-harvest", 3},
    {"open-fill", 4},
    {"bring-part", 5},
    {"count", 3},
    {"spoil", 1},
    {"new-fee", 1},
    {"mode", 2},
    {"refund", 3},
    {"pay-out", 1},
    {"round", 5},
    {"bank-file", 7},
    {"remit", 4},
    {"statement", 4},
    {"close", 3},
    {"bank-line", 5},
    {"hours", 2},
    {"days", 3},
    {"tell", 8},
    {"rewind", 3},
}};

struct Step {
  Deed deed;
  unsigned a = 0, b = 0, c = 0;
};
inline std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << kDeeds[std::size_t(step.deed)].name << '(' << step.a << ", " << step.b << ", " << step.c << ')';
}

}  // namespace lives
