#include "orders/flows/placement_desk.hpp"

#include <algorithm>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace orders {
namespace {

/// More would hold stock rows longer than it saves; keel::idempotency::RememberAll takes as many.
constexpr std::size_t kMostTogether = 16;

}  // namespace

std::optional<keel::http::Reply> PlacementDesk::Place(const Checkout& checkout, const keel::idempotency::Key& key,
                                                      const ReplyOf& reply_of) {
  Wish mine{checkout, key, reply_of, std::nullopt, false, {}};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.done) {
    if (busy_ >= lanes_ || waiting_.empty()) {
      mine.changed.wait(lock);  // Until it is done, or a lane is free and this one is first in the row.
      continue;
    }
    const auto wishes = Gather();
    ++busy_;
    lock.unlock();
    Work(wishes);
    lock.lock();
    --busy_;
    for (Wish* wish : wishes) {
      wish->done = true;
      if (wish != &mine) wish->changed.notify_one();
    }
    if (!waiting_.empty()) waiting_.front()->changed.notify_one();
  }
  return std::move(mine.reply);
}

std::vector<PlacementDesk::Wish*> PlacementDesk::Gather() {
  const auto count = std::min(waiting_.size(), kMostTogether);
  std::vector<Wish*> wishes(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  return wishes;
}

void PlacementDesk::Work(const std::vector<Wish*>& wishes) {
  const keel::fault::Doing doing("place");
  bool committed = false;
  try {
    committed = bool(keel::sql::RunInTransaction(
        context_.pool, [&](keel::sql::Transaction& transaction) { return PlaceAll(transaction, wishes); }));
  } catch (const std::exception& fault) {
    // Each will be tried alone, and finds its stored answer should the commit have reached the database after all.
    keel::log::Warn("placing-together-failed", {{"purchases", wishes.size()}, {"what", fault.what()}});
  }
  if (!committed)
    for (Wish* wish : wishes) wish->reply.reset();
  keel::metrics::Add("orders_placing_transactions_total", committed ? "together" : "left");
}

keel::Result<keel::Done> PlacementDesk::PlaceAll(keel::sql::Transaction& transaction,
                                                 const std::vector<Wish*>& wishes) {
  std::vector<const Checkout*> checkouts;
  for (Wish* wish : wishes) {
    wish->reply.reset();
    checkouts.push_back(&wish->checkout);
  }
  auto placed = PlaceTogether(transaction, context_, checkouts);
  if (!placed) return placed.error();
  std::vector<keel::idempotency::Key> keys;
  std::vector<keel::http::Reply> replies;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (!(*placed)[i]) continue;
    keys.push_back(wishes[i]->key);
    replies.push_back(wishes[i]->reply_of(*(*placed)[i]));
    wishes[i]->reply = replies.back();
  }
  if (keys.empty()) return keel::Error{keel::Kind::kConflict, "cart-empty"};  // Rolls back; never leaves this file.
  return keel::idempotency::RememberAll(transaction, keys, replies, context_.clock.Now());
}

}  // namespace orders
