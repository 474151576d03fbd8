#pragma once
#include <chrono>

#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/custody.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

/// What the flows stand on. Made once in main.cpp, outlives the server; safe from several threads.
struct Desk {
  keel::sql::Pool& pool;
  const keel::Clock& clock;
  const Providers& providers;
  const keel::crypto::FieldKey& seal;       ///< For messages that name payers.
  std::chrono::days cod_remitted_after{5};  ///< When carriers usually pay what they collected; told to sellers.
  std::chrono::days paid_out_after{3};      ///< The window after delivery before an order is paid out.
  LegalMode mode = LegalMode::kPartner;     ///< Who may hold buyers' money in this market.
  std::chrono::days fee_notice{0};          ///< A new fee applies so long after it was announced, at the soonest.
};

}  // namespace payments
