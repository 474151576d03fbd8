#pragma once
#include <string>
#include <string_view>

#include "payments/flows/desk.hpp"
#include "payments/store/reconciliation_store.hpp"

namespace payments {

/// Holds a provider's file of a Vietnamese day ("2026-11-21") against our books and keeps what was found. A payment
/// that the file has and our books have not is asked about again where an attempt of ours has its key: the sweeper then
/// books it by the provider's word, never by the file. Errors: kInvalid "provider-unknown", "day-invalid",
/// "day-file-unreadable".
keel::Result<Reconciliation> Reconcile(keel::sql::Transaction& transaction, const Desk& desk,
                                       const std::string& provider, const std::string& day, std::string_view file,
                                       const std::string& by);

}  // namespace payments
