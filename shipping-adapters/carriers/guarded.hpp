#pragma once
#include <exception>
#include <string_view>

#include "keel/log/log.hpp"
#include "keel/result.hpp"

namespace shipping {

/// Runs a call of a carrier. Adapters answer with Results; should one throw all the same (an answer nobody thought of),
/// the parcel waits and is counted as with a silent carrier, instead of the worker turning in circles over it.
template <class Call>
auto Guarded(std::string_view carrier, Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::exception& fault) {
    keel::log::Fault("carrier-fault", {{"carrier", carrier}, {"what", fault.what()}});
    return keel::Error{keel::Kind::kUnavailable, "carrier-unavailable", "The carrier's answer could not be read."};
  }
}

}  // namespace shipping
