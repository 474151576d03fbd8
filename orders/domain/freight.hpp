#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "keel/money.hpp"
#include "keel/result.hpp"

namespace orders {

/// One way to send a parcel.
struct FreightOption {
  std::string carrier, service, service_name;
  keel::Money price;
  std::int64_t promised_hours = 0;
  bool estimated = false;  ///< Nobody promised this price: the carriers could not be asked in time.
};
using FreightByShop = std::map<std::string, std::vector<FreightOption>>;

/// What is charged when no carrier answers: so much up to the first kilogram, so much for each further started half.
struct FlatRate {
  keel::Money base = keel::Money::Vnd(30'000);
  keel::Money per_half_kg = keel::Money::Vnd(5'000);
  std::string carrier = "vnpost";
  std::string service;  ///< Empty: the usual one.

  FreightOption For(std::int64_t grams) const;
};

/// Grams of a parcel holding goods of `net_g`: a tenth and a box on top.
constexpr std::int64_t ParcelGrams(std::int64_t net_g) {
  return net_g + net_g / 10 + 100;
}

struct FreightChoice {
  std::string carrier, service;
};

/// The option the buyer chose, else the cheapest (the earlier of two equal), else the flat rate. A choice that is not
/// among them falls back the same way: whether the buyer may have what he chose is asked before, for he is never sent
/// something else in silence.
FreightOption Choose(const std::vector<FreightOption>& options, const std::optional<FreightChoice>& chosen,
                     const FlatRate& flat, std::int64_t grams);

struct FreightQuestion {
  std::string from_province_code, from_commune_code, to_province_code, to_commune_code;
  std::int64_t grams = 0;
  keel::Money declared_value, cod_amount;
};
/// Asks for prices; must answer by `until`. Errors: kUnavailable. Called from several threads at once.
using AskFreight = std::function<keel::Result<std::vector<FreightOption>>(const FreightQuestion&,
                                                                          std::chrono::steady_clock::time_point until)>;

}  // namespace orders
