#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "keel/names.hpp"
#include "payments/domain/ids.hpp"

/// What a transfer of ours says: a word and letters of its id, which every bank passes on whole, unlike any memo of a
/// buyer. Pure.
namespace payments {

enum class TransferKind : std::uint8_t { kRefund, kPayout };
inline constexpr auto kTransferNames =
    keel::NamesOf<TransferKind>({{TransferKind::kRefund, "refund"}, {TransferKind::kPayout, "payout"}});

std::string ReferenceOf(const RefundId& id);
std::string ReferenceOf(const PayoutId& id);

struct TransferReference {
  TransferKind kind;
  std::string text;
};
/// Everything in a bank's text that may be one, refunds first. Whether there is such a transfer, the books say.
std::vector<TransferReference> FindTransferReferences(std::string_view bank_text);

}  // namespace payments
