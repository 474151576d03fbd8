#include "payments/domain/transfer_reference.hpp"

#include "payments/domain/memo.hpp"

namespace payments {
namespace {

constexpr std::array<std::string_view, kTransferNames.size()> kWords{"HOAN", "TRA"};
constexpr std::size_t kIdLetters = 12;

std::string Make(TransferKind kind, const std::string& id) {
  return std::string(kWords[std::size_t(kind)]) + id.substr(id.size() - kIdLetters);
}

}  // namespace

std::string ReferenceOf(const RefundId& id) {
  return Make(TransferKind::kRefund, id.text());
}

std::string ReferenceOf(const PayoutId& id) {
  return Make(TransferKind::kPayout, id.text());
}

std::vector<TransferReference> FindTransferReferences(std::string_view bank_text) {
  const auto memo = MemoText(bank_text);
  std::vector<TransferReference> found;
  for (std::size_t kind = 0; kind < kWords.size(); ++kind) {
    const auto length = kWords[kind].size() + kIdLetters;
    for (auto at = memo.find(kWords[kind]); at != memo.npos; at = memo.find(kWords[kind], at + 1))
      if (memo.size() - at >= length) found.push_back({TransferKind(kind), memo.substr(at, length)});
  }
  return found;
}

}  // namespace payments
