#include "payments/domain/order_word.hpp"

#include <algorithm>

#include "payments/domain/names.hpp"

namespace payments {
namespace {

constexpr std::string_view kNothing = "nothing";

std::string Text(keel::Money amount) {
  return std::to_string(amount.dong());
}

/// Where the money of an order stands that orders calls so.
MoneyState MoneyOf(std::string_view order_state) {
  if (order_state == "delivered") return MoneyState::kSettled;
  if (order_state == "returned") return MoneyState::kReturned;
  if (order_state == "cancelled") return MoneyState::kCancelled;
  return MoneyState::kOpen;
}

void CompareOne(const BookedOrder& booked, const OrderWord& word, std::vector<Disagreement>& found) {
  const auto look = [&](std::string_view what, const std::string& here, const std::string& there) {
    if (here != there) found.push_back({std::string(what), booked.id, here, there});
  };
  look("code", booked.code, word.code);
  look("seller", booked.party, word.party);
  look("way to pay", booked.method, word.method);
  // A parcel that comes back after a dispute was decided moves no more money.
  const bool decided =
      word.state == "returned" && word.given_back > keel::Money() && booked.state == MoneyState::kSettled;
  if (MoneyOf(word.state) != booked.state && !decided)
    look("state", std::string(NameOf(kMoneyStateNames, booked.state)), word.state);
  // What ended before it was delivered keeps its amounts: nothing was taken back from anybody.
  const bool ended = booked.state == MoneyState::kCancelled || booked.state == MoneyState::kReturned;
  const auto left = Difference(word.total, std::min(word.given_back, word.total));
  if (!ended || booked.total != word.total) look("total", Text(booked.total), Text(left));
  if (booked.total != word.total) return;  // What went back is taken from goods and freight by a rule of ours.
  look("goods", Text(booked.goods), Text(word.goods));
  look("freight", Text(booked.freight), Text(word.freight));
}

}  // namespace

std::vector<Disagreement> Compare(const std::vector<BookedOrder>& booked, const std::vector<OrderWord>& words) {
  std::vector<Disagreement> found;
  auto ours = booked.begin();
  auto theirs = words.begin();
  while (ours != booked.end() || theirs != words.end()) {
    if (theirs == words.end() || (ours != booked.end() && ours->id < theirs->id)) {
      found.push_back({"order", ours->id, ours->code, std::string(kNothing)});
      ++ours;
    } else if (ours == booked.end() || theirs->id < ours->id) {
      if (!theirs->untold) found.push_back({"order", theirs->id, std::string(kNothing), theirs->code});
      ++theirs;
    } else {
      if (!theirs->untold) CompareOne(*ours, *theirs, found);
      ++ours;
      ++theirs;
    }
  }
  return found;
}

}  // namespace payments
