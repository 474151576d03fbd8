#include "orders/domain/order_text.hpp"

namespace orders {

std::string ContentsOf(const std::vector<OrderLine>& lines, std::size_t most_bytes) {
  std::string text;
  for (const OrderLine& line : lines) {
    if (line.quantity == 0) continue;
    std::string one = line.product_name;
    if (!line.variant_name.empty()) one += " (" + line.variant_name + ")";
    one += " x" + std::to_string(line.quantity);
    if (text.size() + one.size() + 5 > most_bytes) return text.empty() ? "Nông sản" : text + ", …";
    text += (text.empty() ? "" : ", ") + one;
  }
  return text;
}

}  // namespace orders
