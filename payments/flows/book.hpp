#pragma once
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/intent.hpp"
#include "payments/domain/ledger.hpp"
#include "payments/store/receipt_store.hpp"

/// Steps that several flows share, within their transaction.
namespace payments {

/// Books what Entry::Make answered. That nothing moves is fine; that it does not balance is a fault and is thrown.
void Book(keel::sql::Session& session, const keel::Result<Entry>& entry, keel::Instant at);

/// Matches a kept bank line to a locked intent: changes the intent, the receipt and the ledger, and tells of a payment
/// that became secured. `kind` and `from` say where the money stood: a new line in the bank, a matched one in
/// unmatched_receipts.
keel::Result<keel::Done> ApplyReceipt(keel::sql::Transaction& transaction, Receipt& receipt, Intent& intent,
                                      EntryKind kind, const Account& from, keel::Instant now);

/// Lines that brought too little: complete once their intent is secured, owed back once it is closed.
keel::Result<keel::Done> ReviewUnder(keel::sql::Session& session, const Intent& intent);

/// Orders of the intent that still wait for their money or their delivery.
std::vector<std::string> OpenOrders(keel::sql::Session& session, const IntentId& intent);

}  // namespace payments
