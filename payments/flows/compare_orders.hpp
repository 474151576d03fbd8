#pragma once
#include <functional>

#include "payments/domain/order_word.hpp"
#include "payments/flows/desk.hpp"

/// The books beside what orders itself says of its orders: what the ledger's own checks cannot see.
namespace payments {

/// Orders by id, a page at a time: the first page after "".
struct OrderWords {
  std::vector<OrderWord> items;
  std::string next;  ///< Empty at the end.
};
/// `heard`: how far we are in orders' feed. Errors: kUnavailable "peer-unavailable".
using AskOrderWords = std::function<keel::Result<OrderWords>(std::int64_t heard, const std::string& after)>;

struct OrderComparison {
  std::vector<Disagreement> found;
  std::int64_t compared = 0, untold = 0;
};
/// All orders; our side is of one moment, before orders is asked first. Safe while both go on working.
/// Errors: those of `ask`.
keel::Result<OrderComparison> CompareOrders(keel::sql::Pool& pool, const AskOrderWords& ask);

}  // namespace payments
