#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/acceptance_clock.hpp"
#include "orders/domain/ids.hpp"

namespace orders {

/// Acceptance clocks of orders, the hours shops chose for them, and the cooperatives that took orders over. Throws
/// keel::sql::Fault on database faults.
class ClockStore {
 public:
  explicit ClockStore(keel::sql::Session& session) : session_(session) {}

  struct Row {
    OrderId order;
    std::string shop_id, party_id;
    ClockStep step = ClockStep::kShop;
    ClockTimes times;
    bool running = false;
  };

  /// The shop's, or the usual ones.
  ClockHours HoursOf(const std::string& shop_id);
  void SaveHours(const std::string& shop_id, const ClockHours& hours);

  /// A new clock, due at once, for each of the orders that waits for its shop's yes; counted from when it began to
  /// wait, or from `now` when that was before `news_since`. None for an order whose clock ran before. One statement.
  void Start(const std::vector<std::string>& order_ids, keel::Instant news_since, keel::Instant now);
  /// The shop is asked now. False when somebody did so before.
  bool Ask(const OrderId& order, const ClockTimes& times);
  std::optional<Row> Find(const OrderId& order);
  /// Running clocks whose next step is due, the longest due first.
  std::vector<Row> Due(keel::Instant now, std::int64_t limit);
  /// From `row.step` to `step`; false when somebody moved it before. kOver stops it.
  bool Advance(const Row& row, ClockStep step);
  /// The step's time is over sooner; due at `now`.
  void Hasten(const Row& row, const ClockTimes& times, keel::Instant now);
  /// It has its answer.
  void Stop(const OrderId& order);
  /// Orders of members that wait for this cooperative.
  std::vector<OrderId> WaitingFor(const std::string& cooperative_id, std::int64_t limit);

  /// Whoever was asked to stand in for the shop said no; `role` as in kClockSteps.
  void SaveDecline(const OrderId& order, const std::string& party_id, std::string_view role, keel::Instant at);
  bool Declined(const OrderId& order, const std::string& party_id, std::string_view role);

  void SaveTaker(const OrderId& order, const std::string& party_id, const std::string& by, keel::Instant at);
  std::optional<std::string> TakerOf(const OrderId& order);
  /// Of these orders, by their ids: who took them over; others are left out.
  std::map<std::string, std::string> TakersOf(const std::vector<std::string>& order_ids);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
