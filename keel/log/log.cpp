#include "keel/log/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "keel/clock.hpp"

namespace keel::log {
namespace {

thread_local std::string request_id;

struct State {
  std::string service = "keel";
  std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>("keel", std::make_shared<spdlog::sinks::stdout_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::debug);
    return made;
  }();
};

State& TheState() {
  static State state;  // Lives from the first line, so that a fault before Start() is seen too.
  return state;
}

void AppendText(std::string& line, std::string_view text) {
  line += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Write(spdlog::level::level_enum level, std::string_view level_name, std::string_view event, Fields fields) {
  auto& state = TheState();
  if (!state.logger->should_log(level)) return;
  // The machine's clock, never the movable one: a log tells when it really happened.
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::string line = R"({"ts":")" + ToRfc3339(now) + R"(","level":")";
  line += level_name;
  line += R"(","service":)";
  AppendText(line, state.service);
  line += R"(,"event":)";
  AppendText(line, event);
  if (!request_id.empty()) {
    line += R"(,"request_id":)";
    AppendText(line, request_id);
  }
  for (const auto& field : fields) {
    line += ',';
    AppendText(line, field.key);
    line += ':';
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) line += std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&field.value)) AppendText(line, *text);
    if (const auto* real = std::get_if<double>(&field.value)) line += nlohmann::json(*real).dump();
    if (const auto* flag = std::get_if<bool>(&field.value)) line += *flag ? "true" : "false";
  }
  line += '}';
  state.logger->log(level, "{}", line);
}

}  // namespace

void Start(std::string_view service, std::string_view level) {
  auto& state = TheState();
  state.service = service;
  state.logger->set_level(level == "debug"   ? spdlog::level::debug
                          : level == "warn"  ? spdlog::level::warn
                          : level == "error" ? spdlog::level::err
                                             : spdlog::level::info);
}

bool DebugOn() {
  return TheState().logger->should_log(spdlog::level::debug);
}
void Debug(std::string_view event, Fields fields) {
  Write(spdlog::level::debug, "debug", event, fields);
}
void Info(std::string_view event, Fields fields) {
  Write(spdlog::level::info, "info", event, fields);
}
void Warn(std::string_view event, Fields fields) {
  Write(spdlog::level::warn, "warn", event, fields);
}
void Fault(std::string_view event, Fields fields) {
  Write(spdlog::level::err, "error", event, fields);
}

void SetRequestId(std::string id) {
  request_id = std::move(id);
}
const std::string& RequestId() {
  return request_id;
}

}  // namespace keel::log
