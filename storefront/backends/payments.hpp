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
  bool has_qr = false;              ///< A transfer can be made now; its picture is Payments::Qr.
  bool straight_to_seller = false;  ///< The transfer does not pass through the market.
  keel::Money amount, received, remaining, refund_due, refunded;
  std::string provider;          ///< "VNPAY" where the payer is sent to a provider; else empty.
  bool can_go = false;           ///< The payer can be sent there now.
  bool last_try_failed = false;  ///< At the provider.
  std::string bank_bin, bank_name, bank_account, bank_holder;
  keel::Instant expires_at{};
};
struct PurchasePayment {
  std::string purchase_id;
  std::vector<Intent> intents;
  std::string refund_bank, refund_account;  ///< Where refunds by bank go, the account masked; empty while nobody knows.
};
/// What a seller gets of a price, as settlement will compute it.
struct NetQuote {
  keel::Money price, commission, commission_tax, vat, pit, net;
};

class Payments {
 public:
  explicit Payments(keel::http::Client& client) : ask_(client) {}
  /// For the purchase's buyer: by the phone it was bought with or, where that is empty, by the caller's account.
  Got<PurchasePayment> ForPurchase(const Caller& caller, const std::string& purchase_id,
                                   const std::string& phone) const;
  /// The QR picture of one of its payments, an SVG; for the buyer likewise.
  Got<std::string> Qr(const Caller& caller, const std::string& intent_id, const std::string& phone) const;
  /// Where to send the payer's browser: an address outside, made by the provider.
  Got<std::string> PayAddress(const Caller& caller, const std::string& intent_id, const std::string& phone) const;
  /// The payer is back: payments asks the provider and answers how it stands.
  Got<Intent> LookAgain(const Caller& caller, const std::string& intent_id, const std::string& phone) const;
  /// `party_id`: the seller, whom the caller acts for.
  Got<NetQuote> Net(const Caller& caller, keel::Money price, const std::string& party_kind, const std::string& category,
                    const std::string& party_id) const;
  /// For what only sellers and operators do: their clients stand in files of their own.
  const Asker& ask() const { return ask_; }

 private:
  Asker ask_;
};

}  // namespace storefront::backends
