#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/http/message.hpp"
#include "keel/service/service.hpp"

/// What the simulators of banks, providers and gateways do alike: their pages' frame, their clock, their start.
namespace simulator_shared {

/// A page that keeps nothing, runs no script and can be framed by nobody.
keel::http::Reply Page(int status, std::string html);
keel::http::Reply Style(std::string_view css);

std::string ShownDong(std::int64_t amount);  ///< 118400 → "118.400 đ".
std::string LocalTime(keel::Instant at);     ///< "08:30:00, 21/11": in Vietnam.

/// POST /control/clock {offset_ms}: the demo market and tests move time, and a simulator goes with it.
void MountClock(keel::service::Runtime& runtime);

/// The program: no database, small bodies.
int Run(int argc, char** argv, std::string_view name, std::vector<keel::ConfigKey> keys,
        std::function<void(keel::service::Runtime&)> compose);

}  // namespace simulator_shared
