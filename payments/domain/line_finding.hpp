#pragma once
#include <cstdint>
#include <string>

#include "keel/names.hpp"

/// What a line of the bank, or of a provider, was found to be. Pure.
namespace payments {

/// Whose account it was told of. Only the market's has money of ours; what another account got is kept and shown, and
/// stands in no books.
enum class LineHolder : std::uint8_t {
  kMarket,
  kAnother,
  kSeller,  ///< In a direct market: his own, for an order of his.
};
inline constexpr auto kLineHolderNames = keel::NamesOf<LineHolder>(
    {{LineHolder::kMarket, "market"}, {LineHolder::kAnother, "another"}, {LineHolder::kSeller, "seller"}});

/// What it is, or why nobody knows. In brackets what it is about.
enum class FoundAs : std::uint8_t {
  kNothing,            ///< Nothing more than its state says.
  kNoReference,        ///< Came in and names no payment.
  kReferenceUnknown,   ///< Came in and names one that nobody knows.
  kSeveralReferences,  ///< Came in and names more than one.
  kSeveralOrders,      ///< Came in and names orders of different payments.
  kNamesCashOrder,     ///< Came in and names an order that is paid at the door.
  kPaidByHand,         ///< Came in for a payment that was to be made at a provider.
  kByOrderCode,        ///< Came in with an order's code instead of its reference.
  kMatchedByOperator,  ///< An operator said which payment it is.
  kSellersWord,        ///< No line at all: a direct seller said that he has the money [his account].
  kFromProvider,       ///< A provider's payment of what it took in [the provider].
  kFromCarrier,        ///< A carrier's payment of collected cash [the carrier, its statement].
  kCodDifference,      ///< What a carrier had paid short [the carrier].
  kReturned,           ///< Sent back [the bank's number], or put away.
  kCameBack,         ///< Brought a transfer of ours back: that one is bounced, and says so in the books [the transfer].
  kTransfer,         ///< Left as a transfer of ours [the transfer].
  kAmountDiffers,    ///< Left, and names a transfer of ours of another amount [the transfer].
  kSecondTransfer,   ///< Left once too often for the transfer it names [the transfer].
  kToldDifferently,  ///< Has the number of an earlier line, and another amount [that line].
  kUnreadable,       ///< Came with lines that can be read, and cannot itself [the field].
};
inline constexpr auto kFoundAsNames = keel::NamesOf<FoundAs>({{FoundAs::kNothing, ""},
                                                              {FoundAs::kNoReference, "no-reference"},
                                                              {FoundAs::kReferenceUnknown, "reference-unknown"},
                                                              {FoundAs::kSeveralReferences, "several-references"},
                                                              {FoundAs::kSeveralOrders, "several-orders"},
                                                              {FoundAs::kNamesCashOrder, "names-cash-order"},
                                                              {FoundAs::kPaidByHand, "paid-by-hand"},
                                                              {FoundAs::kByOrderCode, "by-order-code"},
                                                              {FoundAs::kMatchedByOperator, "matched-by-operator"},
                                                              {FoundAs::kSellersWord, "sellers-word"},
                                                              {FoundAs::kFromProvider, "from-provider"},
                                                              {FoundAs::kFromCarrier, "from-carrier"},
                                                              {FoundAs::kCodDifference, "cod-difference"},
                                                              {FoundAs::kReturned, "returned"},
                                                              {FoundAs::kCameBack, "came-back"},
                                                              {FoundAs::kTransfer, "transfer"},
                                                              {FoundAs::kAmountDiffers, "amount-differs"},
                                                              {FoundAs::kSecondTransfer, "second-transfer"},
                                                              {FoundAs::kToldDifferently, "told-differently"},
                                                              {FoundAs::kUnreadable, "unreadable"}});

struct LineFinding {
  FoundAs as = FoundAs::kNothing;
  std::string about{};  ///< An id, a number or a name, by `as`; at most 200 bytes.
  bool operator==(const LineFinding&) const = default;
};

/// It names a transfer of ours and is not that: somebody has to look at it.
constexpr bool IsOdd(FoundAs as) {
  return as == FoundAs::kAmountDiffers || as == FoundAs::kSecondTransfer;
}

}  // namespace payments
