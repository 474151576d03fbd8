#include "payments/providers/cod/cod.hpp"

namespace payments {
namespace {

class Cod : public Provider {
 public:
  std::string_view code() const override { return "cod"; }
  bool PaidBeforeShipping() const override { return false; }
  std::optional<keel::Instant> ExpiresAt(keel::Instant) const override { return std::nullopt; }
  std::string Reference(const IntentId&) const override { return {}; }
  std::optional<PayTo> HowToPay(const Intent&) const override { return std::nullopt; }
  std::vector<std::string> References(const BankLine&) const override { return {}; }
  keel::Result<BankLine> ReadWebhook(const Webhook&) const override {
    return keel::Error{keel::Kind::kNotFound, "webhook-unknown", "Cash on delivery has no webhook."};
  }
};

}  // namespace

std::unique_ptr<Provider> MakeCod() {
  return std::make_unique<Cod>();
}

}  // namespace payments
