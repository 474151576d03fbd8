#pragma once
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/cod_store.hpp"

/// Three-way match of cash on delivery: order, carrier's statement, bank line. Each runs in the caller's transaction.
namespace payments {

struct TakenRemittance {
  RemittanceRow remittance;
  std::vector<RemittanceLineRow> lines;
};
/// A carrier's statement: kept once, each line held against its order. Nothing is booked before the money is seen.
/// `csv`: columns order (our code or id) and collected; where the carrier writes them tracking and fee.
/// Errors: those of ReadTable; kConflict "remittance-known".
keel::Result<TakenRemittance> TakeRemittance(keel::sql::Transaction& transaction, const Desk& desk,
                                             const std::string& carrier, const std::string& statement,
                                             const std::string& csv, const std::string& by);

/// The bank line that brought the money. Right lines (and wrong ones an operator accepted) close their orders. Lines
/// are looked at once more: what changed since is found. `accept_difference`: the line may bring another sum than the
/// statement says; the difference stands in cod_difference. A line that was booked as the carrier's before the
/// statement came (MatchRemittance) is taken as well: that booking is taken back first. Errors: kNotFound
/// "remittance-not-found", "receipt-not-found"; kConflict "remittance-matched", "receipt-not-unmatched",
/// "remittance-differs" with the đồng that are missing.
keel::Result<TakenRemittance> MatchStatement(keel::sql::Transaction& transaction, const Desk& desk,
                                             const RemittanceId& id, const ReceiptId& receipt, bool accept_difference);

/// The carrier paid the sellers itself (a market where the post holds the cash): there is no bank line of ours.
/// Errors: kNotFound "remittance-not-found"; kConflict "remittance-matched", "remittance-is-ours".
keel::Result<TakenRemittance> CloseWithSellers(keel::sql::Transaction& transaction, const Desk& desk,
                                               const RemittanceId& id);

/// What an operator decided about a wrong line: "accepted" closes its order as it is (only where there is an order
/// whose cash is open), "refused" leaves it open and the cash in cod_difference. Errors: kNotFound
/// "remittance-line-not-found"; kConflict "remittance-line-decided", "remittance-line-not-closable".
keel::Result<RemittanceLineRow> DecideLine(keel::sql::Transaction& transaction, const Desk& desk,
                                           const RemittanceLineId& id, bool accept, const std::string& note);

std::vector<RemittanceRow> Remittances(const Desk& desk, const std::optional<std::string>& before, std::size_t limit);
/// With at most `limit` of its lines, those after the line `after`. Errors: kNotFound "remittance-not-found".
keel::Result<TakenRemittance> OneRemittance(const Desk& desk, const RemittanceId& id,
                                            const std::optional<std::string>& after, std::size_t limit);
std::vector<RemittanceLineRow> OpenFindings(const Desk& desk);
std::vector<AgeRow> CodAgeing(const Desk& desk);
/// Cash that should have been paid over by now.
std::vector<AgingOrder> OverdueCod(const Desk& desk, const std::string& carrier);

}  // namespace payments
