#pragma once
#include "storefront/backends/ask.hpp"

namespace storefront::backends {

/// Parcels and labels; buyers see them through orders, sellers' pages ask here (in files of their own).
class Shipping {
 public:
  explicit Shipping(keel::http::Client& client) : ask_(client) {}
  const Asker& ask() const { return ask_; }

 private:
  Asker ask_;
};

}  // namespace storefront::backends
