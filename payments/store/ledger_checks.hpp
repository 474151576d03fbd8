#pragma once
#include <span>
#include <string_view>

namespace payments {

/// One thing that must be so of the whole ledger: a query that answers the rows (what row, stored, recomputed) for
/// which it is not.
struct LedgerCheck {
  std::string_view what, query;
};

/// Entries against themselves and their balances, then every other table of money against the entries, and every entry
/// against the row it names.
std::span<const LedgerCheck> LedgerChecks();

}  // namespace payments
