#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "keel/http/message.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/place_purchase.hpp"

namespace orders {

/// Lets purchases that come at the same moment share one transaction: one commit, and about as many statements as one
/// of them alone. Nobody waits for company: who comes first goes at once, and takes along whoever gathered meanwhile.
///
/// It is a fast path and nothing else. Whatever does not go smoothly (a line out of stock, a key used before, a cart
/// bought twice, a fault) is left to placing alone, which knows every answer. Safe from several threads; the calling
/// threads do the work.
class PlacementDesk {
 public:
  /// `lanes`: transactions at the same time.
  explicit PlacementDesk(const Context& context, std::size_t lanes = 2) : context_(context), lanes_(lanes) {}

  using ReplyOf = std::function<keel::http::Reply(const PlacedPurchase&)>;
  /// The reply, committed with its purchase under `key`; or empty: place it alone, under keel::idempotency::Run.
  std::optional<keel::http::Reply> Place(const Checkout& checkout, const keel::idempotency::Key& key,
                                         const ReplyOf& reply_of);

 private:
  struct Wish {
    const Checkout& checkout;
    const keel::idempotency::Key& key;
    const ReplyOf& reply_of;
    std::optional<keel::http::Reply> reply;
    bool done = false;
    std::condition_variable changed;
  };
  std::vector<Wish*> Gather();
  void Work(const std::vector<Wish*>& wishes);
  keel::Result<keel::Done> PlaceAll(keel::sql::Transaction& transaction, const std::vector<Wish*>& wishes);

  const Context& context_;
  const std::size_t lanes_;
  std::mutex mutex_;
  std::deque<Wish*> waiting_;
  std::size_t busy_ = 0;  ///< Lanes.
};

}  // namespace orders
