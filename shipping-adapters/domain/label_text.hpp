#pragma once
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "shipping-adapters/domain/consignment.hpp"

/// The words of a parcel's label, in Vietnamese: labels are read by couriers in Vietnam whatever the seller's tongue.
namespace shipping {

std::string FormatDong(keel::Money amount);         ///< "118.400đ", "0đ"
std::string MaskPhone(std::string_view phone);      ///< "+84912345678" → "091****678"; short ones are hidden whole.
std::string DomesticPhone(std::string_view phone);  ///< "+84912345678" → "0912345678"; others as they are.
std::string CodLine(keel::Money cod_amount);        ///< "118.400đ", or "0đ – đã thanh toán"
std::string WeightText(std::int64_t grams);         ///< "850 g", "2,5 kg"
std::string_view InspectionText(Inspection inspection);  ///< "Cho xem hàng, không cho thử"
std::string LocalTime(keel::Instant at);                 ///< "21/11/2026 15:30" in Vietnam

}  // namespace shipping
