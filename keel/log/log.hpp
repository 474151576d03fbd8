#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// One JSON object a line on standard output: ts, level, service, event, request_id, then the given fields.
/// Events, not prose: log::Info("order-cancelled", {{"order", id}, {"by", "buyer"}}). Addresses, phones, tokens
/// and card numbers do not belong in fields. Safe from several threads. Built on spdlog (kept out of headers).
namespace keel::log {

struct Field {
  std::string_view key;
  std::variant<std::int64_t, std::string, double, bool> value;
  Field(std::string_view k, std::string_view v) : key(k), value(std::string(v)) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string(v)) {}
  Field(std::string_view k, bool v) : key(k), value(v) {}
  Field(std::string_view k, double v) : key(k), value(v) {}
  Field(std::string_view k, std::int64_t v) : key(k), value(v) {}
  Field(std::string_view k, int v) : key(k), value(std::int64_t{v}) {}
  Field(std::string_view k, std::size_t v) : key(k), value(static_cast<std::int64_t>(v)) {}
};
using Fields = std::initializer_list<Field>;

void Start(std::string_view service, std::string_view level);  ///< Once in main; level: debug, info, warn, error.
bool DebugOn();  ///< Whether Debug() writes: ask before making costly fields on a hot path.
void Debug(std::string_view event, Fields fields = {});
void Info(std::string_view event, Fields fields = {});
void Warn(std::string_view event, Fields fields = {});
void Fault(std::string_view event, Fields fields = {});

/// The request this thread works for; every line and every outgoing ask carries it.
void SetRequestId(std::string request_id);
const std::string& RequestId();

}  // namespace keel::log
