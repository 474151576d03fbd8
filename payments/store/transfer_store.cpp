#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kAddRefund =
    "INSERT INTO refunds (id, intent_id, amount_vnd, bank_reference, by_account, at) VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::string_view kSentWith = R"sql(
  SELECT id FROM payouts WHERE bank_reference = ? AND paid_at IS NOT NULL
  UNION ALL SELECT id FROM bank_refunds WHERE bank_reference = ? AND paid_at IS NOT NULL LIMIT 2)sql";
constexpr std::string_view kLockBalance = "SELECT balance_vnd FROM ledger_balances WHERE account = ? FOR UPDATE";

}  // namespace

void TransferStore::AddRefund(const RefundId& id, const IntentId& intent, keel::Money amount,
                              const std::string& bank_reference, const std::string& by_account, keel::Instant at) {
  session_.Execute(kAddRefund, {id.text(), intent.text(), amount, bank_reference, by_account, at});
}

std::optional<std::string> TransferStore::SentWith(const std::string& bank_number) {
  auto rows = session_.Query(kSentWith, {bank_number, bank_number});
  if (!rows.Next()) return std::nullopt;
  auto id = rows.Text(0);
  return rows.Next() ? std::nullopt : std::optional(std::move(id));
}

void TransferStore::LockBalance(const std::string& account) {
  session_.Query(kLockBalance, {account});
}

}  // namespace payments
