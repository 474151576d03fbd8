#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "payments/providers/gateway/redirect_provider.hpp"

namespace lives {

/// A wallet's provider behind its port, without a network: it signs what it tells as the true one does and is read by
/// the true code; what it is asked it answers from its own books, which the market's are held against at the end. Not
/// safe from several threads.
class Till : public payments::RedirectProvider {
 public:
  /// What goes wrong with the next thing asked.
  enum class Fault : std::uint8_t { kNone, kDown, kLost, kSlow, kRefused };

  explicit Till(std::unique_ptr<payments::Provider> real, const keel::Clock& clock);

  std::string_view code() const override { return real_->code(); }
  std::string_view title() const override { return real().title(); }
  std::string AttemptKey(const payments::AttemptId& id, keel::Instant now) const override {
    return real().AttemptKey(id, now);
  }
  std::string RefundKey(const payments::RefundId& id, keel::Instant now) const override {
    return real().RefundKey(id, now);
  }
  std::chrono::seconds PayWindow() const override { return real().PayWindow(); }
  keel::Result<payments::Standing> ReadCallback(const payments::Webhook& webhook) const override {
    return real().ReadCallback(webhook);
  }
  payments::CallbackAnswer Answer(payments::Verdict verdict) const override { return real().Answer(verdict); }
  keel::Result<std::vector<payments::DayLine>> ReadDayFile(std::string_view text) const override {
    return real().ReadDayFile(text);
  }
  keel::Result<std::string> Open(const payments::Attempt& attempt, const payments::Payer& payer) const override;
  keel::Result<payments::Standing> Look(const payments::Attempt& attempt, keel::Instant now) const override;
  keel::Result<payments::RefundStanding> Refund(const payments::RefundJob& job, keel::Instant now) const override;
  keel::Result<payments::RefundStanding> LookRefund(const payments::RefundJob& job, keel::Instant now) const override;

  void Next(Fault fault) { fault_ = fault; }

  /// Keys that may still be paid, the oldest first.
  std::vector<std::string> Unpaid() const;
  void Charge(const std::string& key, int times = 1);
  void Decline(const std::string& key);
  /// What it calls us with about its n-th charge, signed; of a key that was declined: the failure.
  std::string Call(const std::string& key, std::size_t charge = 0, std::int64_t more = 0) const;
  std::size_t Charges(const std::string& key) const { return payments_.at(key).charges.size(); }
  /// ZaloPay never calls for a failure.
  bool CallsForFailures() const { return code() != "zalopay"; }

  std::int64_t Taken() const;  ///< All it was ever paid.
  std::int64_t GivenBack() const;
  std::vector<std::string> Numbers() const;                         ///< Of all charges.
  const std::vector<std::string>& wrong() const { return wrong_; }  ///< What we should never have asked.

 private:
  struct Charged {
    std::string number;
    std::int64_t given_back = 0;
  };
  struct Payment {
    std::int64_t amount = 0;
    bool declined = false;
    std::vector<Charged> charges;
  };
  struct Refunded {
    std::int64_t amount = 0;
    bool slow = false;
  };
  const payments::Gateway& real() const { return *real_->gateway(); }
  Fault Take() const;
  payments::RefundStanding Told(const std::string& key) const;

  std::unique_ptr<payments::Provider> real_;
  const keel::Clock& clock_;
  mutable Fault fault_ = Fault::kNone;
  mutable std::map<std::string, Payment> payments_;
  mutable std::vector<std::string> order_;  ///< Keys as they were opened.
  mutable std::map<std::string, Refunded> refunds_;
  mutable std::vector<std::string> wrong_;
  std::int64_t numbers_ = 0;
};

/// The three wallets this market is started with.
std::vector<std::unique_ptr<Till>> MakeTills(const keel::Clock& clock);

}  // namespace lives
