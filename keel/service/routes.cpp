#include <chrono>
#include <nlohmann/json.hpp>

#include "keel/fault/fault_point.hpp"
#include "keel/http/fields.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "keel/service/inner.hpp"

namespace keel::service {
namespace {

using http::Method;

/// The machine's clock without the offset: whoever moves the clock may have lost count of where it stands.
class WallClock final : public Clock {
 public:
  Instant Now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

http::Reply ReadyReply(const Runtime::Inner& inner) {
  auto missing = inner.readiness.Missing();
  if (inner.server->draining()) missing = {"draining"};
  if (missing.empty()) return http::Json(200, {{"status", "ready"}}).With("Cache-Control", "no-store");
  return http::Json(503, {{"status", "not-ready"}, {"missing", missing}})
      .With("Cache-Control", "no-store")
      .With("Retry-After", "1");
}

void MountClock(Runtime::Inner& inner) {
  const auto wall = std::make_shared<WallClock>();
  const std::shared_ptr<auth::Verifier> by_wall =
      auth::Verifier::Make({}, inner.config.SecretText("INTERNAL_KEY"), *wall);
  inner.kept.push_back(wall);
  inner.server->Work(Method::kPost, "/internal/clock", [&inner, by_wall](const http::Request& request) {
    if (const auto who = inner.verifier->Service(request); !who && !by_wall->Service(request))
      return http::Problem(who.error(), request);
    const auto body = http::JsonBody(request);
    if (!body) return http::Problem(body.error(), request);
    http::Fields in(*body);
    constexpr std::int64_t kMost = 400LL * 24 * 3600 * 1000;
    const auto offset = in.Int("offset_ms", -kMost, kMost);
    if (!in.ok()) return http::Problem(in.error(), request);
    inner.clock.SetOffset(std::chrono::milliseconds(offset));
    log::Warn("clock-moved", {{"offset_ms", offset}});
    return http::Json(200, {{"now", ToRfc3339(inner.clock.Now())}});
  });
}

void MountFaultPoints(Runtime::Inner& inner) {
  fault::Watch(inner.config.Text("FAULT_POINTS"));
  inner.server->Work(Method::kPost, "/internal/fault-points", [&inner](const http::Request& request) {
    if (const auto who = inner.verifier->Service(request); !who) return http::Problem(who.error(), request);
    const auto body = http::JsonBody(request);
    if (!body) return http::Problem(body.error(), request);
    http::Fields in(*body);
    const auto deadly = in.Text("deadly", 1, 8'000);
    if (!in.ok()) return http::Problem(in.error(), request);
    fault::Watch(deadly);
    return http::Json(200, {{"deadly", deadly}});
  });
  inner.server->Work(Method::kGet, "/internal/fault-points", [&inner](const http::Request& request) {
    if (const auto who = inner.verifier->Service(request); !who) return http::Problem(who.error(), request);
    return http::Json(200, {{"seen", fault::Seen()}, {"declared", fault::Declared()}})
        .With("Cache-Control", "no-store");
  });
}

}  // namespace

void MountCommonRoutes(Runtime::Inner& inner) {
  inner.server->Cheap(Method::kGet, "/healthz", [](const http::Request&) {
    return http::Json(200, {{"status", "ok"}}).With("Cache-Control", "no-store");
  });
  inner.server->Cheap(Method::kGet, "/readyz", [&inner](const http::Request&) { return ReadyReply(inner); });
  inner.server->Cheap(Method::kGet, "/metrics", [](const http::Request&) {
    http::Reply reply;
    reply.body = metrics::Expose();
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return reply;
  });
  if (inner.config.Flag("ALLOW_CLOCK")) MountClock(inner);
  if (!inner.config.Text("FAULT_POINTS").empty()) MountFaultPoints(inner);
}

}  // namespace keel::service
