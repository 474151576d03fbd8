#pragma once
#include <chrono>

#include "payments/domain/provider.hpp"

namespace payments {

/// What the ways of paying over the network have in common as Provider: no reference, nothing to show, a time to pay.
class RedirectProvider : public Provider, public Gateway {
 public:
  RedirectProvider(bool offered, std::chrono::minutes expiry) : offered_(offered), expiry_(expiry) {}
  bool Offered() const override { return offered_; }
  const Gateway* gateway() const override { return offered_ ? this : nullptr; }
  bool PaidBeforeShipping() const override { return true; }
  std::optional<keel::Instant> ExpiresAt(keel::Instant now) const override { return now + expiry_; }
  std::string Reference(const IntentId&) const override { return {}; }
  std::optional<PayTo> HowToPay(const Intent&) const override { return std::nullopt; }
  std::vector<std::string> References(const BankLine&) const override { return {}; }
  keel::Result<BankLine> ReadWebhook(const Webhook&) const override {
    return keel::Error{keel::Kind::kNotFound, "webhook-unknown", "This way of paying tells of no bank lines."};
  }

 protected:
  /// The 26 letters of an identifier behind its prefix.
  static std::string Bare(const std::string& id) { return id.substr(id.find('_') + 1); }

 private:
  bool offered_;
  std::chrono::minutes expiry_;
};

}  // namespace payments
