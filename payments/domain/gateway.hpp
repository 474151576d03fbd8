#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"
#include "payments/domain/attempt.hpp"

/// The port of providers that are asked over the network and call back: a browser is sent to them, they tell of the
/// payment, they can be asked about it, and they pay back.
namespace payments {

struct Webhook;

/// Who pays, as far as providers want to know.
struct Payer {
  std::string address;          ///< Network address.
  std::string language = "vi";  ///< "vi" or "en".
};

/// What a provider tells of an attempt, in a callback or when asked.
struct Standing {
  enum class Outcome : std::uint8_t {
    kPending,  ///< Not paid, and may still be.
    kPaid,
    kFailed,   ///< Not paid, and will not be under this key.
    kUnknown,  ///< The provider has no such key.
  };
  Outcome outcome = Outcome::kPending;
  std::string key;     ///< Ours.
  keel::Money amount;  ///< Of the payment.
  std::string number;  ///< The provider's name for the payment; only when paid.
  std::string code;    ///< The provider's own word.
  keel::Instant at{};  ///< By the provider's clock; ours where it says none.
};

/// What became of a callback; each provider has its own words for the answer.
enum class Verdict : std::uint8_t {
  kTaken,        ///< Written down now.
  kRepeated,     ///< Was written down before.
  kForged,       ///< The signature does not fit.
  kUnknown,      ///< No attempt has that key.
  kWrongAmount,  ///< Not the amount that was asked.
  kUnreadable,   ///< Signed, and not understood.
  kFault,        ///< We are in trouble: send it again.
};
inline constexpr auto kVerdictNames = keel::NamesOf<Verdict>({{Verdict::kTaken, "taken"},
                                                              {Verdict::kRepeated, "repeated"},
                                                              {Verdict::kForged, "forged"},
                                                              {Verdict::kUnknown, "unknown"},
                                                              {Verdict::kWrongAmount, "wrong-amount"},
                                                              {Verdict::kUnreadable, "unreadable"},
                                                              {Verdict::kFault, "fault"}});

/// The bytes the provider expects to get back.
struct CallbackAnswer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
};

/// What a provider says of a refund.
struct RefundStanding {
  enum class Outcome : std::uint8_t {
    kDone,
    kProcessing,
    kFailed,    ///< Refused for good.
    kLater,     ///< Not now; again under a new key.
    kUnknown,   ///< The provider has no refund of that key: it may be sent.
    kUncertain  ///< Nobody can say any more whether it was done: a person must look.
  };
  Outcome outcome = Outcome::kProcessing;
  std::string number, code;
};

/// One line of a provider's file of a day.
struct DayLine {
  bool refund = false;
  std::string key;     ///< Ours; empty where the file has none.
  std::string number;  ///< The provider's.
  keel::Money amount;  ///< Above zero.
  keel::Instant at{};
};

/// Implementations hold configuration and an HTTP client: safe from several threads. Calls block until the provider
/// answers or `kGatewayPatience` is over; never called inside a transaction.
class Gateway {
 public:
  virtual ~Gateway() = default;
  /// What people call it: "VNPAY".
  virtual std::string_view title() const = 0;
  /// Our name for a new attempt or refund, in the shape the provider wants, made from one that is unique for ever.
  virtual std::string AttemptKey(const AttemptId& id, keel::Instant now) const = 0;
  virtual std::string RefundKey(const RefundId& id, keel::Instant now) const = 0;
  /// How long a payer has.
  virtual std::chrono::seconds PayWindow() const = 0;
  /// Opens the attempt and answers where to send the payer. Errors: kUnavailable "provider-away" (nobody knows whether
  /// it was opened: Look before trying again), kConflict "provider-refused" (argument: the provider's word).
  virtual keel::Result<std::string> Open(const Attempt& attempt, const Payer& payer) const = 0;
  /// Verifies over the raw bytes before reading one of them; makes no calls. A GET's raw bytes are its query.
  /// Errors: kUnauthenticated "webhook-forged"; kInvalid "webhook-unreadable" (signed and not understood).
  virtual keel::Result<Standing> ReadCallback(const Webhook& webhook) const = 0;
  virtual CallbackAnswer Answer(Verdict verdict) const = 0;
  /// What became of the attempt. Errors: kUnavailable "provider-away"; kUnauthenticated "provider-forged" (the answer's
  /// signature does not fit).
  virtual keel::Result<Standing> Look(const Attempt& attempt, keel::Instant now) const = 0;
  /// Pays back. Sending the same key twice never pays twice. Errors: as Look.
  virtual keel::Result<RefundStanding> Refund(const RefundJob& job, keel::Instant now) const = 0;
  /// What became of a refund that was sent, perhaps. Errors: as Look.
  virtual keel::Result<RefundStanding> LookRefund(const RefundJob& job, keel::Instant now) const = 0;
  /// Reads the provider's file of a day. Errors: kInvalid "day-file-unreadable" (argument: the line).
  virtual keel::Result<std::vector<DayLine>> ReadDayFile(std::string_view text) const = 0;
};

inline constexpr std::chrono::seconds kGatewayPatience{15};

}  // namespace payments
