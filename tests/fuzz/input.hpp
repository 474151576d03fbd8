#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "keel/clock.hpp"

/// What every target in tests/fuzz/targets has in common.
namespace fuzz {

/// The property a target holds its parser to. Broken, the process ends: libFuzzer keeps the input, replay tells it.
inline void Demand(bool holds, std::string_view property) {
  if (holds) return;
  std::cerr << "✗ broken: " << property << std::endl;
  std::abort();
}

/// The bytes of one run as a person would write them into a seed: lines, then what is left.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
  /// Up to the next line feed, which is taken too. Empty at the end.
  std::string_view Line() {
    const auto line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(line.size() == rest_.size() ? line.size() : line.size() + 1);
    return line;
  }
  std::string_view Rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// A DATETIME column takes it, and gives it back the same.
inline bool IsStorable(keel::Instant at) {
  using namespace std::chrono;
  return at >= keel::Instant(sys_days(year(1) / 1 / 1)) && at < keel::Instant(sys_days(year(9'999) / 12 / 31));
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
