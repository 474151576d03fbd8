#pragma once
#include <array>
#include <string>
#include <string_view>

#include "keel/money.hpp"
#include "keel/names.hpp"
#include "shipping-adapters/domain/parcel.hpp"

namespace shipping {

/// One end of a parcel's way. Codes are today's official ones (province 2 digits, commune 5); names are their full
/// names
/// ("Tỉnh Lào Cai", "Xã Bắc Hà"), by which carriers with numbers of their own are matched. `phone` is E.164.
struct Endpoint {
  std::string name, phone, line;
  std::string province_code, commune_code;
  std::string province_name, commune_name;
};

/// What the buyer may do with the parcel before paying.
enum class Inspection : std::uint8_t { kNone, kLook, kTry };
inline constexpr auto kInspectionNames =
    keel::NamesOf<Inspection>({{Inspection::kNone, "none"}, {Inspection::kLook, "look"}, {Inspection::kTry, "try"}});

/// All a carrier must know to fetch and deliver one parcel.
struct Consignment {
  std::string reference;   ///< Our key at the carrier: the order's id, with "-2", "-3" … when it is booked anew.
  std::string order_code;  ///< What people call the order: "CP-7K3M-9Q4".
  Endpoint from, to;
  Parcel parcel;
  keel::Money cod_amount;  ///< 0: paid already.
  std::string contents;
  Inspection inspection = Inspection::kLook;
};

}  // namespace shipping
