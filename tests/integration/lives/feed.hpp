#pragma once
#include <map>
#include <string>

#include "tests/integration/lives/market.hpp"

namespace lives {

/// One consumer's place in one feed, with its handlers.
class Market::Feed : public keel::outbox::Consumer {
 public:
  explicit Feed(keel::sql::Pool& pool) : into(pool) {}
  void On(std::string topic, keel::outbox::EventHandler handler) override {
    handlers[std::move(topic)] = std::move(handler);
  }
  void Start() override {}
  void Stop() override {}
  void CatchUp(std::chrono::steady_clock::time_point) override {}
  std::int64_t position() const override { return cursor; }

  keel::sql::Pool& into;
  std::map<std::string, keel::outbox::EventHandler> handlers;
  std::int64_t cursor = 0;
};

}  // namespace lives
