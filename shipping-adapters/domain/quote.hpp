#pragma once
#include <cstdint>
#include <string>

#include "keel/money.hpp"
#include "shipping-adapters/domain/parcel.hpp"

namespace shipping {

/// A commune, with the full names carriers are matched by.
struct Place {
  std::string province_code, commune_code;
  std::string province_name, commune_name;
};

struct QuoteRequest {
  Place from, to;
  Parcel parcel;
  keel::Money cod_amount;
};

struct Quote {
  std::string carrier, service, service_name;
  keel::Money price;
  std::int64_t promised_hours = 0;
  bool estimated = false;  ///< Our own guess: the carrier did not answer in time.
};

}  // namespace shipping
