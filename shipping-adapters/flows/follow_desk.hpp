#pragma once
#include <map>

#include "shipping-adapters/flows/booking_desk.hpp"
#include "shipping-adapters/store/tracking_store.hpp"

namespace shipping {

/// Asks carriers after parcels: those somebody hinted at (Confirm) and those nobody spoke of for long (Poll).
/// Safe from several threads and processes: what is applied twice has no effect.
class FollowDesk {
 public:
  FollowDesk(keel::sql::Pool& pool, const Carriers& carriers, const keel::Clock& clock, DeskOptions options)
      : pool_(pool), carriers_(carriers), clock_(clock), options_(options) {}

  /// Calls that are not proven become facts when the carrier, asked, says the same; a lie becomes nothing and is marked
  /// "unconfirmed", a call about a parcel that is not ours "unknown".
  int Confirm();
  /// Parcels on their way that were silent for `poll_after`: what webhooks lost is caught here.
  int Poll();
  /// Drops old calls from the inbox.
  void Forget();

 private:
  /// Asks once and applies all of it, with the hints' reasons put to the words they belong to.
  /// Answers whether every hint was confirmed. Errors: kNotFound "parcel-unknown" (not ours, or not the carrier's),
  /// kUnavailable.
  keel::Result<bool> Ask(const std::string& carrier_code, const std::string& tracking_number,
                         const std::vector<Heard>& hints, Source source);

  keel::sql::Pool& pool_;
  const Carriers& carriers_;
  const keel::Clock& clock_;
  DeskOptions options_;
};

}  // namespace shipping
