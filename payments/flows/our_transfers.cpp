#include "payments/flows/our_transfers.hpp"

#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

template <class T>
keel::Result<keel::Done> Quietly(const keel::Result<T>& done) {
  if (!done) return done.error();
  return keel::Done{};
}

}  // namespace

std::optional<BookedTransfer> FindTransfer(keel::sql::Session& session, const Desk& desk,
                                           const TransferReference& reference) {
  if (reference.kind == TransferKind::kRefund) {
    const auto refund = BankRefundStore(session, desk.seal).ByReference(reference.text);
    return refund ? std::optional(BookedOf(*refund)) : std::nullopt;
  }
  const auto payout = PayoutStore(session, desk.seal).LockByReference(reference.text);
  return payout ? std::optional(BookedOf(*payout)) : std::nullopt;
}

std::optional<BookedTransfer> FindTransfer(keel::sql::Session& session, const Desk& desk, const std::string& named) {
  const bool is_id = PayoutId::Parse(named) || RefundId::Parse(named);
  const auto id = is_id || named.empty() ? named : TransferStore(session).SentWith(named).value_or("");
  if (const auto payout = PayoutId::Parse(id))
    if (const auto row = PayoutStore(session, desk.seal).Lock(*payout)) return BookedOf(*row);
  if (const auto refund = RefundId::Parse(id))
    if (const auto row = BankRefundStore(session, desk.seal).Find(*refund)) return BookedOf(*row);
  return std::nullopt;
}

keel::Result<keel::Done> ConfirmTransfer(keel::sql::Transaction& transaction, const Desk& desk,
                                         const BookedTransfer& booked, const std::string& bank_reference) {
  if (booked.kind == TransferKind::kRefund)
    return Quietly(ConfirmRefund(transaction, desk, RefundId::FromRow(booked.subject), bank_reference));
  return Quietly(ConfirmPayout(transaction, desk, PayoutId::FromRow(booked.subject), bank_reference));
}

keel::Result<keel::Done> BounceTransfer(keel::sql::Transaction& transaction, const Desk& desk,
                                        const BookedTransfer& booked, const std::string& reason, const CameBackBy& by) {
  if (booked.kind == TransferKind::kRefund)
    return Quietly(BounceRefund(transaction, desk, RefundId::FromRow(booked.subject), reason, by));
  return Quietly(BouncePayout(transaction, desk, PayoutId::FromRow(booked.subject), reason, by));
}

keel::Result<keel::Done> SentOnceMore(keel::sql::Transaction& transaction, const Desk& desk, const std::string& subject,
                                      const std::string& bank_reference, const std::string& by) {
  if (const auto payout = PayoutId::Parse(subject))
    return Quietly(PaidOnceMore(transaction, desk, *payout, bank_reference, by));
  return RefundedOnceMore(transaction, desk, RefundId::FromRow(subject), bank_reference, by);
}

}  // namespace payments
