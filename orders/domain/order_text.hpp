#pragma once
#include <string>
#include <vector>

#include "orders/domain/order.hpp"

namespace orders {

/// "Mật ong bạc hà (500 ml) x2, …", at most `most_bytes`, whole lines only; for labels and messages.
std::string ContentsOf(const std::vector<OrderLine>& lines, std::size_t most_bytes);

}  // namespace orders
