#include "shipping-adapters/carriers/simulation/simulator.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "keel/config/checks.hpp"
#include "keel/http/fields.hpp"

namespace carrier_simulation {
namespace {

using keel::Error;
using keel::Kind;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr int kMaxSteps = 100;

int Random(int below) {
  static thread_local std::mt19937 generator{std::random_device{}()};
  return std::uniform_int_distribution<int>(0, below - 1)(generator);
}

json ToJson(const Parcel& parcel) {
  auto log = json::array();
  for (const auto& step : parcel.log) log.push_back({{"status", step.status}, {"at", keel::ToRfc3339(step.at)}});
  return {{"order_code", parcel.code}, {"client_code", parcel.client_code}, {"status", parcel.status()}, {"log", log},
          {"ahead", parcel.ahead},     {"cancelled", parcel.cancelled}};
}

int Region(std::string_view province) {
  int code = 0;
  std::from_chars(province.data(), province.data() + province.size(), code);
  return code <= 37 ? 0 : code <= 68 ? 1 : 2;
}

}  // namespace

std::string RandomCode(std::size_t length) {
  constexpr std::string_view kLetters = "23456789ABCDEFGHJKMNPQRTVWXY";
  std::string code;
  while (code.size() < length) code += kLetters[static_cast<std::size_t>(Random(static_cast<int>(kLetters.size())))];
  return code;
}

int DistanceClass(std::string_view from_province, std::string_view from_commune, std::string_view to_province,
                  std::string_view to_commune) {
  if (from_province == to_province) return from_commune == to_commune ? 0 : 1;
  return Region(from_province) == Region(to_province) ? 2 : 3;
}

std::vector<keel::ConfigKey> Simulator::Keys() {
  return {{"WEBHOOK_URL", "the market's address for this carrier's calls; empty: nobody is called", ""},
          {"SIM_STEP_S", "seconds between two steps of every parcel; 0: only when told", "20",
           keel::Between(0, 7 * 24 * 3'600)},
          {"SIM_FAIL_PERCENT", "share of parcels that are not taken at the door", "0", keel::Between(0, 100)},
          {"STATE_FILE", "where the parcels are kept over a restart; empty: nowhere", ""},
          {"PLACES_FILE", "the list of provinces and communes made by the build", std::nullopt}};
}

Simulator::Simulator(keel::service::Runtime& runtime, Manner manner)
    : manner_(std::move(manner)), fail_percent_(runtime.config.Number("SIM_FAIL_PERCENT")) {
  yard_ = std::make_unique<Yard>(runtime.clock, runtime.config.Text("STATE_FILE"), [this](Parcel& parcel) {
    if (parcel.ahead.front() == manner_.delivered && faults_.Take("fail-delivery")) parcel.ahead = manner_.return_path;
  });
  caller_ = std::make_unique<Caller>(runtime.config.Text("WEBHOOK_URL"), faults_);
  Mount(runtime);
  if (const auto step_s = runtime.config.Number("SIM_STEP_S"); step_s > 0)
    runtime.Every("steps", std::chrono::seconds(step_s), [this] {
      for (const auto& parcel : yard_->Advance(1)) Tell(parcel);
    });
  runtime.Every("save", std::chrono::seconds(1), [this] { yard_->Save(); });
}

void Simulator::Tell(const Parcel& parcel) {
  caller_->Call(manner_.call_body(parcel, faults_.Take("wrong")));
}

std::vector<std::string> Simulator::NewPlan() const {
  if (Random(100) >= fail_percent_) return manner_.plans.at("deliver");
  return manner_.plans.at(Random(2) == 0 ? "fail-once" : "return");
}

void Simulator::Mount(keel::service::Runtime& runtime) {
  runtime.server.Use([this](const Request& request, const keel::http::Handler& next) -> Reply {
    if (!request.path.starts_with(manner_.api_prefix) || request.path.starts_with("/control/") ||
        request.path.starts_with("/internal/") || request.path == "/healthz" || request.path == "/readyz" ||
        request.path == "/metrics")
      return next(request);
    if (faults_.Take("down")) return {503, "<html><body>Service Temporarily Unavailable</body></html>", "text/html"};
    auto reply = next(request);
    if (faults_.Take("late")) std::this_thread::sleep_for(faults_.delay());
    if (faults_.Take("garbled")) return {200, "{\"code\":200,\"mess", "application/json"};
    return reply;
  });

  runtime.server.Work(Method::kPost, "/control/advance", [this](const Request& request) -> Reply {
    const auto body = keel::http::JsonBody(request);
    if (!body) return keel::http::Problem(body.error(), request);
    keel::http::Fields in(*body);
    const auto steps = in.MaybeInt("steps", 1, kMaxSteps).value_or(1);
    const auto code = in.MaybeText("order_code", 64).value_or("");
    if (!in.ok()) return keel::http::Problem(in.error(), request);
    const auto moved = yard_->Advance(static_cast<int>(steps), code);
    for (const auto& parcel : moved) Tell(parcel);
    return keel::http::Json(200, {{"moved", moved.size()}});
  });

  runtime.server.Work(Method::kPost, "/control/plan", [this](const Request& request) -> Reply {
    const auto body = keel::http::JsonBody(request);
    if (!body) return keel::http::Problem(body.error(), request);
    keel::http::Fields in(*body);
    const auto code = in.Text("order_code", 1, 64);
    const auto name = in.Text("plan", 1, 32);
    if (!in.ok()) return keel::http::Problem(in.error(), request);
    const auto plan = manner_.plans.find(name);
    if (plan == manner_.plans.end())
      return keel::http::Problem({Kind::kInvalid, "field-unknown-value", "There is no such plan.", "plan"}, request);
    const bool found = yard_->Change(code, [&](Parcel& parcel) {
      parcel.ahead = plan->second;
      // What it has behind it is not gone through again.
      for (const auto& step : parcel.log)
        if (!parcel.ahead.empty() && parcel.ahead.front() == step.status) parcel.ahead.erase(parcel.ahead.begin());
    });
    if (!found) return keel::http::Problem({Kind::kNotFound, "not-found", "There is no such parcel."}, request);
    return keel::http::NoContent();
  });

  runtime.server.Work(Method::kPost, "/control/fault", [this](const Request& request) -> Reply {
    const auto body = keel::http::JsonBody(request);
    if (!body) return keel::http::Problem(body.error(), request);
    keel::http::Fields in(*body);
    const auto kind = in.Text("kind", 1, 32);
    const auto times = in.MaybeInt("times", 0, 100'000).value_or(1);
    const auto delay = in.MaybeInt("delay_ms", 0, 60'000).value_or(20'000);
    if (!in.ok()) return keel::http::Problem(in.error(), request);
    if (std::ranges::find(Faults::kKinds, kind) == std::end(Faults::kKinds))
      return keel::http::Problem({Kind::kInvalid, "field-unknown-value", "There is no such fault.", "kind"}, request);
    faults_.Set(kind, static_cast<int>(times), std::chrono::milliseconds(delay));
    return keel::http::NoContent();
  });

  runtime.server.Work(Method::kPost, "/control/clock", [&clock = runtime.clock](const Request& request) -> Reply {
    const auto body = keel::http::JsonBody(request);
    if (!body) return keel::http::Problem(body.error(), request);
    keel::http::Fields in(*body);
    const auto offset = in.Int("offset_ms", -std::int64_t{400} * 86'400'000, std::int64_t{400} * 86'400'000);
    if (!in.ok()) return keel::http::Problem(in.error(), request);
    clock.SetOffset(std::chrono::milliseconds(offset));
    return keel::http::Json(200, {{"now", keel::ToRfc3339(clock.Now())}});
  });

  runtime.server.Work(Method::kGet, "/control/orders", [this](const Request&) -> Reply {
    auto items = json::array();
    for (const auto& parcel : yard_->All()) items.push_back(ToJson(parcel));
    return keel::http::Json(200, {{"items", items}, {"calls_waiting", caller_->Waiting()}});
  });
}

}  // namespace carrier_simulation
