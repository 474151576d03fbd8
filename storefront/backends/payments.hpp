#pragma once
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// What is to be paid for a purchase, as the buyer sees it.
namespace storefront::backends {

struct Intent {
  std::string id, method, status, reference, qr_payload;
  std::string qr_address;  ///< "/api/payments/v1/intents/<id>/qr.svg", or empty: others are dropped when read.
  keel::Money amount, received;
  std::string bank_bin, bank_name, bank_account, bank_holder;
  keel::Instant expires_at{};
};
struct PurchasePayment {
  std::string purchase_id;
  std::vector<Intent> intents;
};
/// What a seller gets of a price, as settlement will compute it.
struct NetQuote {
  keel::Money price, commission, commission_tax, net;
};

class Payments {
 public:
  explicit Payments(keel::http::Client& client) : ask_(client) {}
  Got<PurchasePayment> ForPurchase(const Caller& caller, const std::string& purchase_id) const;
  Got<NetQuote> Net(const Caller& caller, keel::Money price, const std::string& party_kind,
                    const std::string& category) const;
  /// For what only sellers and operators do: their clients stand in files of their own.
  const Asker& ask() const { return ask_; }

 private:
  Asker ask_;
};

}  // namespace storefront::backends
