#pragma once
#include <string>
#include <vector>

#include "storefront/backends/settlement.hpp"

/// Rounds of transfers that the market's bank sends, out to sellers or back to buyers: a file for the bank, a code for
/// each, the file it sends back. Free functions over the Asker of payments; safe from several threads.
namespace storefront::backends {

/// Where payments keeps the one and the other.
struct RoundKind {
  std::string_view rounds, transfers;  ///< Paths.
  const char* rows;                    ///< The field of a round that holds its transfers.
};
inline constexpr RoundKind kPayoutRounds{"/v1/payout-batches", "/v1/payouts", "payouts"};
inline constexpr RoundKind kRefundRounds{"/v1/bank-refund-batches", "/v1/bank-refunds", "refunds"};

struct Batch {
  std::string id;
  keel::Instant made_at{};
  std::int64_t count = 0, open = 0;
  keel::Money total, paid, bounced;
  std::vector<Payout> payouts;  ///< Only when one is asked for; of refunds, party_id and party_name are empty.
};
struct BankAnswer {
  std::int64_t line = 0;
  std::string reference, outcome;
};

Got<Listing<Batch>> Rounds(const Asker& payments, const Caller& caller, const RoundKind& kind,
                           const std::string& cursor);
Got<Batch> OneRound(const Asker& payments, const Caller& caller, const RoundKind& kind, const std::string& id);
/// Its id. Needs caller.idempotency_key.
Got<std::string> MakeRound(const Asker& payments, const Caller& caller, const RoundKind& kind);
/// `ending`: "csv" or "xlsx".
Got<std::string> RoundFile(const Asker& payments, const Caller& caller, const RoundKind& kind, const std::string& id,
                           const std::string& ending);
Got<std::vector<BankAnswer>> SendRoundAnswer(const Asker& payments, const Caller& caller, const RoundKind& kind,
                                             const std::string& id, std::string csv);
Got<std::string> TransferQr(const Asker& payments, const Caller& caller, const RoundKind& kind,
                            const std::string& transfer);
Got<Nothing> ConfirmTransfer(const Asker& payments, const Caller& caller, const RoundKind& kind,
                             const std::string& transfer, const std::string& bank_reference);
Got<Nothing> BounceTransfer(const Asker& payments, const Caller& caller, const RoundKind& kind,
                            const std::string& transfer, const std::string& reason);

}  // namespace storefront::backends
