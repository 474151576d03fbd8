#pragma once
#include "storefront/backends/bank_refunds.hpp"
#include "storefront/backends/bank_rounds.hpp"
#include "storefront/web/visit.hpp"

/// Transfers of the market's bank, out to sellers or back to buyers, as several pages show them.
namespace storefront {

/// A round in pages/operator/payout_batch.html but for HEADING, PATH and FORM_KEY.
void FillBatch(const web::Visit& visit, view::Data& data, const backends::Batch& batch,
               const std::vector<backends::BankAnswer>& answers);
/// Rows BATCH of a list of rounds and ANY_BATCH; `path`: what their ids follow.
void FillBatches(const web::Visit& visit, view::Data& data, const std::vector<backends::Batch>& batches,
                 const std::string& path);
/// Rows BANK of a form that asks for an account.
void FillBanks(const web::Visit& visit, view::Data& data);

}  // namespace storefront
