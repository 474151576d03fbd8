#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "keel/id.hpp"
#include "keel/money.hpp"
#include "keel/names.hpp"
#include "shipping-adapters/domain/consignment.hpp"
#include "shipping-adapters/domain/tracking.hpp"

namespace shipping {

struct ShipmentTag {
  static constexpr std::string_view kPrefix = "shm";
};
using ShipmentId = keel::Id<ShipmentTag>;

/// How far the order with the carrier is. Not the parcel's way: that is ShipmentState.
enum class BookingState : std::uint8_t {
  kWanted,   ///< To be booked, or being booked.
  kBooked,   ///< The carrier gave a tracking number.
  kFailed,   ///< Given up; a person may try again.
  kDropped,  ///< Called off before any carrier had it.
};
inline constexpr auto kBookingNames = keel::NamesOf<BookingState>({{BookingState::kWanted, "wanted"},
                                                                   {BookingState::kBooked, "booked"},
                                                                   {BookingState::kFailed, "failed"},
                                                                   {BookingState::kDropped, "dropped"}});

/// One parcel of one order, from the wish to the end of its way. Names, phones and street lines are not here: they stay
/// sealed in the row and are opened by store/sealed_ends for the booking and the label alone.
struct Shipment {
  explicit Shipment(ShipmentId own) : id(std::move(own)) {}

  ShipmentId id;
  std::string order_id, order_code, shop_id, party_id;
  std::string carrier, service;  ///< Carrier's code and its service; `service` may be empty until booked.

  BookingState booking = BookingState::kWanted;
  int round = 1;       ///< Grows when a cancelled parcel is booked anew; part of the reference.
  int attempts = 0;    ///< In this round.
  bool asked = false;  ///< A create may have reached the carrier under this reference: look up before creating.
  keel::Instant next_try_at{};
  std::string problem;  ///< The last error's code, empty when there is none.

  std::string taker_id;    ///< The cooperative that took the order over; empty where none did.
  bool consigned = false;  ///< Ends, weight and amounts are known (asked from orders).
  std::string sealed_ends;
  Parcel parcel;
  keel::Money cod_amount;
  std::string contents;
  Inspection inspection = Inspection::kLook;

  std::string tracking_number, carrier_ref, sort_code;
  keel::Money fee;
  std::optional<keel::Instant> booked_at, expected_at;

  Standing standing;
  std::optional<keel::Instant> state_at;  ///< Carrier's time of the last movement.
  keel::Instant next_poll_at{};

  bool called_off = false;  ///< The order was cancelled: never to be booked again.
  bool cancel_wanted = false;
  std::string cancel_problem;

  keel::Instant created_at{};
  std::int64_t version = 0;

  std::string Reference() const { return round == 1 ? order_id : order_id + '-' + std::to_string(round); }
  bool IsOpen() const { return booking == BookingState::kBooked && !IsFinal(standing.state); }
};

}  // namespace shipping
