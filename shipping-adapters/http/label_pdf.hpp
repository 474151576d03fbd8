#pragma once
#include <string>

#include "keel/clock.hpp"
#include "shipping-adapters/domain/shipment.hpp"

namespace shipping {

/// What stands on a label. Phones are masked by the drawing, not before.
struct Label {
  std::string carrier_name, service_name;
  std::string tracking_number, sort_code, order_code;
  Endpoint from, to;
  keel::Money cod_amount;
  std::int64_t grams = 0;
  std::string contents;
  Inspection inspection = Inspection::kLook;
  keel::Instant printed_at{};
};

/// One A6 page (105 × 148 mm), black on white, for thermal and office printers alike: the tracking number as Code 128
/// and as QR. Vietnamese by Pango with the fonts fontconfig finds ("Noto Sans", "DejaVu Sans" or what stands in for
/// them). Throws std::runtime_error when the tracking number cannot be encoded. Safe from several threads.
std::string LabelPdf(const Label& label);

}  // namespace shipping
