#pragma once
#include <algorithm>
#include <cstdint>

#include "keel/money.hpp"

namespace shipping {

/// Grams and millimetres, whole numbers. A side that nobody measured is 0: carriers then go by weight alone.
struct Parcel {
  std::int64_t grams = 0;
  std::int64_t length_mm = 0, width_mm = 0, height_mm = 0;
  keel::Money declared_value;
};

/// Carriers take whole centimetres; a parcel never gets smaller on the way to them.
constexpr std::int64_t CmUp(std::int64_t mm) {
  return mm <= 0 ? 0 : (mm + 9) / 10;
}

/// Volume weight in grams: cubic centimetres (sides rounded up) over `divisor`, rounded up. GHN divides by 5, MyVNPost
/// by 6. 0 when a side is unknown.
constexpr std::int64_t VolumetricGrams(const Parcel& parcel, std::int64_t divisor) {
  const std::int64_t volume = CmUp(parcel.length_mm) * CmUp(parcel.width_mm) * CmUp(parcel.height_mm);
  return (volume + divisor - 1) / divisor;
}

/// What the carrier charges for: the heavier of scales and volume.
constexpr std::int64_t BillableGrams(const Parcel& parcel, std::int64_t divisor) {
  return std::max(parcel.grams, VolumetricGrams(parcel, divisor));
}

}  // namespace shipping
