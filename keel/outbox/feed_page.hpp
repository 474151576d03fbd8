#pragma once
#include <string>
#include <vector>

#include "keel/http/client.hpp"
#include "keel/outbox/outbox.hpp"

/// The reading end of a feed, for Consumer and Follower.
namespace keel::outbox {

struct FeedPage {
  std::vector<Event> events;  ///< In order, directly after the position asked for.
  std::int64_t upto = 0;      ///< How far the page reaches: up to here nothing of interest is left out.
  std::int64_t last = 0;      ///< The feed's newest position; the same as or behind the events' own.
  std::string feed;           ///< Changes when the peer's outbox was made anew.
};

struct FeedAsk {
  std::int64_t after = 0;
  std::size_t limit = 200;
  const std::vector<std::string>& topics;  ///< Empty: all.
  /// Also what the peer has committed and its relay has not numbered yet: for who must find what was just done. Costs
  /// the peer a transaction; who is woken by the relay has no need of it.
  bool newest = false;
};

/// One page of the events after a position. Errors: kUnavailable "peer-unavailable", "feed-refused", "feed-unreadable",
/// "feed-gap".
Result<FeedPage> ReadFeed(http::Client& peer, const std::string& bearer, const FeedAsk& ask, http::Deadline deadline);

}  // namespace keel::outbox
