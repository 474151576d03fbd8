#pragma once
#include <optional>
#include <string>
#include <vector>

#include "payments/domain/order_money.hpp"

/// Whether the books of an order are the books of what orders itself says of it.
namespace payments {

/// What orders knows of an order now.
struct OrderWord {
  std::string id, code, party, method, state;
  keel::Money goods, freight, total;
  keel::Money given_back;  ///< Of returns and disputes; the total stays as it was.
  bool untold = false;     ///< Something happened to it that we have not heard: nothing can be said of it yet.
};

/// Our side of the same order.
struct BookedOrder {
  std::string id, code, party, method;
  MoneyState state = MoneyState::kOpen;
  keel::Money goods, freight, total;
};

/// One thing that the two do not agree on.
struct Disagreement {
  std::string what, order, here, there;
};

/// Both by order id, of the same stretch of ids.
std::vector<Disagreement> Compare(const std::vector<BookedOrder>& booked, const std::vector<OrderWord>& words);

}  // namespace payments
