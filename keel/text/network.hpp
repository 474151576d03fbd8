#pragma once
#include <string>
#include <string_view>

namespace keel {

/// The network an address belongs to, which is what is counted: IPv4 whole, IPv6 by its first 64 bits (one line has
/// that many to choose from); else empty.
std::string NetworkOf(std::string_view address);

}  // namespace keel
