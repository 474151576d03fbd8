#pragma once
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "keel/config/config.hpp"
#include "shipping-adapters/carriers/carrier.hpp"

namespace shipping {

/// A carrier this program can speak with.
struct CarrierEntry {
  std::string_view code;
  std::vector<keel::ConfigKey> (*keys)();
  std::unique_ptr<Carrier> (*make)(const keel::Config& config);
};

/// All of them. A new carrier is one entry in registry.cpp and one row in tests/contract/shipping-adapters.
std::span<const CarrierEntry> KnownCarriers();

/// The entries named in `list` ("ghn,vnpost"), in that order.
/// Throws keel::ConfigError on an unknown or repeated name and on an empty list.
std::vector<const CarrierEntry*> ChooseCarriers(std::string_view list);

}  // namespace shipping
