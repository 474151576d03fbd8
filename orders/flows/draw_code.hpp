#pragma once
#include <random>

#include "orders/domain/order_code.hpp"

namespace orders {

/// A code for a new order. Of 30^6 numbers: with a million orders, one draw in seven hundred meets a code that is
/// taken, and whoever writes it starts again.
inline OrderCode DrawCode() {
  thread_local std::random_device device;
  for (;;) {
    const auto number = (std::uint64_t{device()} << 32) | device();
    if (const auto code = OrderCode::FromNumber(number)) return *code;
  }
}

}  // namespace orders
