#pragma once
#include <cstdint>
#include <string_view>

#include "keel/money.hpp"

/// What a parcel costs about, when no carrier answers in time. An honest guess, always marked `estimated`.
namespace shipping {

enum class Distance : std::uint8_t { kSameCommune, kSameProvince, kSameRegion, kAcrossRegions };

/// By official codes (province 2 digits, commune 5). Regions: north up to Ninh Bình (37), centre up to Lâm Đồng (68),
/// south. Codes that are no numbers count as far.
Distance DistanceBetween(std::string_view from_province, std::string_view from_commune, std::string_view to_province,
                         std::string_view to_commune);

/// By distance: the first 2 kg, then every further half kilogram begun. Collecting cash adds 0.8 % of it, at least 5
/// 000 đ.
keel::Money FlatRate(Distance distance, std::int64_t grams, keel::Money cod_amount);

/// Hours until delivery that may be promised.
std::int64_t PromisedHours(Distance distance);

}  // namespace shipping
