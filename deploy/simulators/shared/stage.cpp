#include "deploy/simulators/shared/stage.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"

namespace simulator_shared {

using keel::http::Reply;
using keel::http::Request;

Reply Page(int status, std::string html) {
  Reply page;
  page.status = status;
  page.content_type = "text/html; charset=utf-8";
  page.body = std::move(html);
  return std::move(page)
      .With("Cache-Control", "no-store")
      .With("Content-Security-Policy",
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
      .With("X-Content-Type-Options", "nosniff")
      .With("Referrer-Policy", "no-referrer");
}

Reply Style(std::string_view css) {
  Reply style;
  style.content_type = "text/css; charset=utf-8";
  style.body = css;
  return std::move(style).With("Cache-Control", "public, max-age=60");
}

std::string ShownDong(std::int64_t amount) {
  auto digits = std::to_string(amount);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ".");
  return digits + " đ";
}

std::string LocalTime(keel::Instant at) {
  // Vietnam is seven hours ahead of UTC all year. "2026-11-21 08:30:00.000"
  const auto text = keel::ToSql(at + std::chrono::hours(7));
  return text.substr(11, 8) + ", " + text.substr(8, 2) + "/" + text.substr(5, 2);
}

void MountClock(keel::service::Runtime& runtime) {
  runtime.server.Work(keel::http::Method::kPost, "/control/clock", [&clock = runtime.clock](const Request& request) {
    const auto body = keel::http::JsonBody(request);
    if (!body) return keel::http::Problem(body.error(), request);
    keel::http::Fields in(*body);
    constexpr std::int64_t kMost = 400LL * 24 * 3600 * 1000;
    const auto offset = in.Int("offset_ms", -kMost, kMost);
    if (!in.ok()) return keel::http::Problem(in.error(), request);
    clock.SetOffset(std::chrono::milliseconds(offset));
    return keel::http::Json(200, {{"now", keel::ToRfc3339(clock.Now())}});
  });
}

int Run(int argc, char** argv, std::string_view name, std::vector<keel::ConfigKey> keys,
        std::function<void(keel::service::Runtime&)> compose) {
  keel::service::Spec spec;
  spec.name = name;
  spec.has_database = false;
  spec.keys = std::move(keys);
  spec.max_body = 64 << 10;
  spec.compose = std::move(compose);
  return keel::service::Run(argc, argv, spec);
}

}  // namespace simulator_shared
