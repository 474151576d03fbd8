#pragma once
#include <cstdint>

namespace orders {

/// The side of the cube a parcel of this weight is told to carriers as: nobody measures parcels at a farm. Packed food
/// weighs about half of what water does, so 2 cm³ a gram, in whole centimetres, from 10 cm to a metre. Carriers charge
/// the heavier of scales and volume, a gram for each 5 (GHN) or 6 cm³ (VNPost): told so, a parcel from 200 g up is
/// never charged for a volume that nobody measured.
constexpr std::int64_t BoxSideMm(std::int64_t grams) {
  constexpr std::int64_t kCubicMmPerGram = 2'000;
  std::int64_t side_mm = 100;
  while (side_mm * side_mm * side_mm < grams * kCubicMmPerGram && side_mm < 1'000) side_mm += 10;
  return side_mm;
}

}  // namespace orders
