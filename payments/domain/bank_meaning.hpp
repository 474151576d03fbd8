#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "keel/names.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/ledger.hpp"

/// What a line of the market's bank account was, when it is neither a buyer's payment nor a transfer that names one of
/// ours: an operator says it, and this table says what that means. Pure.
namespace payments {

enum class Meaning : std::uint8_t {
  kCarrierBill,    ///< Left: a carrier's bill for carrying.
  kCommissionVat,  ///< Left: value-added tax on the commission, handed to the tax office.
  kBankFee,        ///< Left: what the bank takes for itself.
  kOwnerOut,       ///< Left: the owner took out what the market earned.
  kBooked,         ///< Left: it is an entry made by hand before (a payout, a refund, a return, withheld tax).
  kSellerRepaid,   ///< Came in: a seller paid back what he owes.
  kBankInterest,   ///< Came in: what the bank pays.
  kOwnerIn,        ///< Came in: the owner's own money.
  kRefundRepaid,   ///< Came in: a buyer gave back what he was sent too much.
};
inline constexpr auto kMeaningNames = keel::NamesOf<Meaning>({{Meaning::kCarrierBill, "carrier-bill"},
                                                              {Meaning::kCommissionVat, "commission-vat"},
                                                              {Meaning::kBankFee, "bank-fee"},
                                                              {Meaning::kOwnerOut, "owner-out"},
                                                              {Meaning::kBooked, "booked"},
                                                              {Meaning::kSellerRepaid, "seller-repaid"},
                                                              {Meaning::kBankInterest, "bank-interest"},
                                                              {Meaning::kOwnerIn, "owner-in"},
                                                              {Meaning::kRefundRepaid, "refund-repaid"}});

/// Whom or what the operator has to name with it.
enum class Names : std::uint8_t { kNobody, kCarrier, kSeller, kEntry, kPayment };
/// How much it may be: anything; no more than stands there, unless the operator says that it is so all the same; never
/// more.
enum class Most : std::uint8_t { kAny, kUnlessSure, kNever };

struct MeaningRule {
  Meaning meaning;
  bool incoming;
  Names names;
  Most most;
  std::string_view too_large;  ///< The code it is refused with above that.
};
inline constexpr std::array<MeaningRule, kMeaningNames.size()> kMeanings{{
    {Meaning::kCarrierBill, false, Names::kCarrier, Most::kUnlessSure, "bill-too-large"},
    {Meaning::kCommissionVat, false, Names::kNobody, Most::kUnlessSure, "commission-vat-too-large"},
    {Meaning::kBankFee, false, Names::kNobody, Most::kAny, ""},
    {Meaning::kOwnerOut, false, Names::kNobody, Most::kUnlessSure, "more-than-earned"},
    {Meaning::kBooked, false, Names::kEntry, Most::kAny, ""},
    {Meaning::kSellerRepaid, true, Names::kSeller, Most::kNever, "repayment-too-large"},
    {Meaning::kBankInterest, true, Names::kNobody, Most::kAny, ""},
    {Meaning::kOwnerIn, true, Names::kNobody, Most::kAny, ""},
    {Meaning::kRefundRepaid, true, Names::kPayment, Most::kNever, "refund-repayment-too-large"},
}};
constexpr bool MeaningsInOrder() {
  for (std::size_t at = 0; at < kMeanings.size(); ++at)
    if (std::size_t(kMeanings[at].meaning) != at ||
        (kMeanings[at].most == Most::kAny) != kMeanings[at].too_large.empty())
      return false;
  return true;
}
static_assert(MeaningsInOrder(),
              "every meaning has its row, in the order of the names, and its code where it has a limit");

constexpr const MeaningRule& RuleOf(Meaning meaning) {
  return kMeanings[std::size_t(meaning)];
}

/// The other side of the bank. `whose`: the carrier, or the id of the seller or the buyer's payment. Not of kBooked,
/// which moves nothing: throws std::logic_error.
Account AccountOf(Meaning meaning, std::string_view whose);

/// What it books; `amount` above zero. A line that came in stands in unmatched_receipts until then.
keel::Result<Entry> ExplainEntry(const ExplanationId& id, Meaning meaning, std::string_view whose, keel::Money amount);
/// The reverse of just that.
keel::Result<Entry> UndoEntry(const ExplanationId& id, Meaning meaning, std::string_view whose, keel::Money amount);

}  // namespace payments
