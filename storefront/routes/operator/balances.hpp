#pragma once
#include <string>
#include <vector>

#include "storefront/backends/office.hpp"
#include "storefront/backends/write_offs.hpp"
#include "storefront/web/visit.hpp"

/// The ledger's balances as operators meet them on /quan-tri/tien.
namespace storefront {

/// Rows ACCOUNT: one each for the market's own accounts, its carriers' and its providers'; sellers and buyers of one
/// family make one row, and stand by name behind it (PERSON), buyers with what they have too much and may be let off.
void ShowBalances(const web::Visit& visit, view::Data& data, const backends::Ledger& ledger);

/// Sellers and buyers who may have paid back what a line brought, the nearest first: rows DEBTOR and BUYER. A buyer may
/// also give back what was written off.
void AddDebtors(const web::Visit& visit, view::Data& row, const backends::Ledger& ledger,
                const std::vector<backends::WriteOff>& written_off, keel::Money amount);

/// What the market gave up, newest first: rows LOSS.
void ShowWriteOffs(const web::Visit& visit, view::Data& data, const backends::Listing<backends::WriteOff>& all);

}  // namespace storefront
