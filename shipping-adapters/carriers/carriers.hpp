#pragma once
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "shipping-adapters/carriers/carrier.hpp"

namespace shipping {

/// The carriers in use, in the order of the setting CARRIERS. Immutable; safe from several threads.
class Carriers {
 public:
  explicit Carriers(std::vector<std::unique_ptr<Carrier>> carriers) : carriers_(std::move(carriers)) {}
  /// Null when there is no such carrier in use.
  Carrier* Find(std::string_view code) const {
    for (const auto& carrier : carriers_)
      if (carrier->code() == code) return carrier.get();
    return nullptr;
  }
  Carrier& First() const { return *carriers_.front(); }  ///< Booked when an order names none.
  std::span<const std::unique_ptr<Carrier>> All() const { return carriers_; }

 private:
  std::vector<std::unique_ptr<Carrier>> carriers_;
};

}  // namespace shipping
