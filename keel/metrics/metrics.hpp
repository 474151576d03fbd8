#pragma once
#include <string>
#include <string_view>

/// Prometheus counters and latency histograms by name and one label; prometheus-cpp stays in metrics.cpp. Thread-safe.
namespace keel::metrics {

void Add(std::string_view counter, std::string_view label_value = {}, double by = 1);
void Observe(std::string_view histogram, double seconds, std::string_view label_value = {});
void Gauge(std::string_view name, double value, std::string_view label_value = {});
std::string Expose();  ///< The text format, for GET /metrics.

}  // namespace keel::metrics
