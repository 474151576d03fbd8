#pragma once
#include "shipping-adapters/flows/booking_desk.hpp"

namespace shipping {

/// Cancels at the carriers what WantCancel and CallOff left. A parcel that may have been created without our knowing is
/// looked up first. Safe from several threads and processes.
class CancelDesk {
 public:
  CancelDesk(keel::sql::Pool& pool, const Carriers& carriers, const keel::Clock& clock, DeskOptions options)
      : pool_(pool), carriers_(carriers), clock_(clock), options_(options) {}

  int Work();  ///< All that is due; answers how many shipments it touched.

 private:
  void Cancel(const std::string& id);
  keel::Result<Shipment> Claim(const std::string& id);
  template <class Change>
  void Settle(const std::string& id, Change change);

  keel::sql::Pool& pool_;
  const Carriers& carriers_;
  const keel::Clock& clock_;
  DeskOptions options_;
};

}  // namespace shipping
