#include "keel/metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <unordered_map>

namespace keel::metrics {
namespace {

/// "cart-lines" → "cart_lines": what Prometheus takes as a name.
std::string NameOf(std::string_view name) {
  std::string clean(name);
  for (auto& c : clean)
    if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_' && c != ':') c = '_';
  return clean;
}

prometheus::Labels LabelsOf(std::string_view value) {
  return value.empty() ? prometheus::Labels{} : prometheus::Labels{{"of", std::string(value)}};
}

/// The library's families, and a pointer cache a thread so that the hot path takes no lock of ours.
class Book {
 public:
  prometheus::Counter& Counter(std::string_view name, std::string_view label) {
    return Cached<prometheus::Counter>(name, label, [&]() -> prometheus::Counter& {
      auto clean = NameOf(name);
      if (!clean.ends_with("_total")) clean += "_total";
      return prometheus::BuildCounter().Name(clean).Register(registry_).Add(LabelsOf(label));
    });
  }
  prometheus::Gauge& Gauge(std::string_view name, std::string_view label) {
    return Cached<prometheus::Gauge>(name, label, [&]() -> prometheus::Gauge& {
      return prometheus::BuildGauge().Name(NameOf(name)).Register(registry_).Add(LabelsOf(label));
    });
  }
  prometheus::Histogram& Histogram(std::string_view name, std::string_view label) {
    return Cached<prometheus::Histogram>(name, label, [&]() -> prometheus::Histogram& {
      const prometheus::Histogram::BucketBoundaries bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                           0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
      return prometheus::BuildHistogram().Name(NameOf(name)).Register(registry_).Add(LabelsOf(label), bounds);
    });
  }
  std::string Text() { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

 private:
  template <class Metric, class Make>
  Metric& Cached(std::string_view name, std::string_view label, Make make) {
    thread_local std::unordered_map<std::string, Metric*> known;
    thread_local std::string key;  // Reused: no allocation once it has grown.
    key.assign(name).append(1, '\0').append(label);
    if (const auto found = known.find(key); found != known.end()) return *found->second;
    Metric& metric = make();
    known.emplace(key, &metric);
    return metric;
  }

  // Merge: the same family named by two threads at once is one family.
  prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
};

Book& TheBook() {
  static auto& book = *new Book;  // Never destroyed: threads may still count while the process ends.
  return book;
}

void MeasureProcess() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0, resident = 0;
  if (statm >> pages >> resident)
    Gauge("process_resident_memory_bytes", resident * static_cast<double>(sysconf(_SC_PAGESIZE)));
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) == 0)
    Gauge("process_cpu_seconds", static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                                     static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
  std::error_code error;
  double open = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error))
    ++open;
  Gauge("process_open_fds", open);
}

}  // namespace

void Add(std::string_view counter, std::string_view label_value, double by) {
  TheBook().Counter(counter, label_value).Increment(by);
}

void Observe(std::string_view histogram, double seconds, std::string_view label_value) {
  TheBook().Histogram(histogram, label_value).Observe(seconds);
}

void Gauge(std::string_view name, double value, std::string_view label_value) {
  TheBook().Gauge(name, label_value).Set(value);
}

std::string Expose() {
  MeasureProcess();
  return TheBook().Text();
}

}  // namespace keel::metrics
