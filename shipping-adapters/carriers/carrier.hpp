#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/result.hpp"
#include "shipping-adapters/domain/consignment.hpp"
#include "shipping-adapters/domain/quote.hpp"
#include "shipping-adapters/domain/tracking.hpp"

namespace shipping {

using Deadline = std::chrono::steady_clock::time_point;

struct Service {
  std::string code, name;
};

struct Booking {
  std::string tracking_number;  ///< The waybill: what stands on the label.
  std::string carrier_ref;      ///< The carrier's inner id where cancelling wants it; else empty.
  std::string sort_code;        ///< Printed large for the sorting belt; may be empty.
  std::string service;
  keel::Money fee;
  std::optional<keel::Instant> expected_at;
};

/// A parcel the carrier already has.
struct Waybill {
  std::string tracking_number, carrier_ref;
};

/// First when nothing was ever sent under this reference; repeat whenever an earlier call may have arrived.
enum class Try : std::uint8_t { kFirst, kRepeat };

struct Webhook {
  std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
  std::string path_secret;  ///< The last part of the address, where the carrier has one.
  std::string raw_body;
};

/// A delivery company, as the rest of the shop sees it. One folder under carriers/ implements it, with its simulator
/// beside it; tests/contract/shipping-adapters runs one suite over all of them.
///
/// All calls block and return by `deadline`. All are safe to repeat. Any may return kUnavailable "carrier-unavailable"
/// (time-out, 5xx, refused credentials, unreadable answer): the caller repeats the same call later.
/// Safe to call from several threads.
class Carrier {
 public:
  virtual ~Carrier() = default;
  /// Short lower-case name used in configuration, tables and logs, for example "ghn".
  virtual std::string_view code() const = 0;
  /// What people call it: "Giao Hàng Nhanh".
  virtual std::string_view name() const = 0;
  /// The service for a parcel when nobody chose one, or chose one that this carrier does not have.
  virtual Service DefaultService(const Parcel& parcel) const = 0;
  /// Empty when the carrier does not serve the route or the parcel; that is an answer, not an error.
  virtual keel::Result<std::vector<Quote>> Quotes(const QuoteRequest& request, Deadline deadline) = 0;
  /// Books at most one parcel per consignment.reference, however often it is called, as long as `attempt` is true.
  /// Errors: kInvalid "address-rejected", "parcel-rejected", "recipient-rejected", "booking-rejected": certainly not
  /// booked.
  virtual keel::Result<Booking> Book(const Consignment& consignment, std::string_view service, Try attempt,
                                     Deadline deadline) = 0;
  /// What was booked under our reference; empty when nothing was, or it was cancelled.
  virtual keel::Result<std::optional<Booking>> FindBooking(std::string_view reference, Deadline deadline) = 0;
  /// Succeeds on a parcel that is cancelled already. Errors: kConflict "already-collected".
  virtual keel::Result<keel::Done> Cancel(const Waybill& waybill, Deadline deadline) = 0;
  /// The whole history, oldest first. Errors: kNotFound "parcel-unknown".
  virtual keel::Result<std::vector<Update>> Track(const Waybill& waybill, Deadline deadline) = 0;
  /// Verifies secret or signature (over the raw bytes) before it believes anything. Makes no calls.
  /// Errors: kForbidden "webhook-forged"; kInvalid "webhook-unreadable"; kUnavailable "webhook-key-missing".
  virtual keel::Result<std::vector<Heard>> ReadWebhook(const Webhook& webhook) const = 0;
};

}  // namespace shipping
