#pragma once
#include <chrono>
#include <string>

#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "shipping-adapters/carriers/carriers.hpp"
#include "shipping-adapters/domain/shipment.hpp"
#include "shipping-adapters/peers/consignments.hpp"

namespace shipping {

struct DeskOptions {
  int tries = 10;                                   ///< Then a person must look; the order is told.
  std::chrono::milliseconds back_off{2'000};        ///< After the first failure; doubles, ten minutes at most.
  std::chrono::milliseconds call_time{15'000};      ///< For one carrier to answer.
  std::chrono::milliseconds lease{60'000};          ///< How long a claimed shipment is left alone by other workers.
  std::chrono::milliseconds poll_after{1'800'000};  ///< A silent parcel is asked after this often.
  Inspection inspection = Inspection::kLook;
};

/// When to try again after `attempts` failures.
std::chrono::milliseconds BackOff(const DeskOptions& options, int attempts);

/// Books what WantShipment left, in phases: claim and commit → ask orders → commit that a create goes out → ask the
/// carrier → commit the outcome. Killed at any line, the next run looks the parcel up before it creates one. Safe from
/// several threads and processes.
class BookingDesk {
 public:
  BookingDesk(keel::sql::Pool& pool, const Carriers& carriers, const Consignments& consignments,
              const keel::crypto::FieldKey& key, const keel::Clock& clock, DeskOptions options)
      : pool_(pool), carriers_(carriers), consignments_(consignments), key_(key), clock_(clock), options_(options) {}

  /// Works on all that is due; answers how many shipments it touched.
  int Work();

 private:
  void Book(const std::string& id);
  keel::Result<Shipment> Claim(const std::string& id);
  keel::Result<Shipment> Consign(const std::string& id);
  void Succeed(const std::string& id, const Booking& booking);
  void Fail(const std::string& id, const keel::Error& error);

  keel::sql::Pool& pool_;
  const Carriers& carriers_;
  const Consignments& consignments_;
  const keel::crypto::FieldKey& key_;
  const keel::Clock& clock_;
  DeskOptions options_;
};

/// Puts a carrier's booking into the row and the history, and tells the others. `shipment` is locked; the caller saves
/// it.
void TakeBooking(keel::sql::Transaction& transaction, Shipment& shipment, const Booking& booking, keel::Instant now,
                 std::chrono::milliseconds poll_after);

}  // namespace shipping
