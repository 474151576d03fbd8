#include "keel/text/network.hpp"

#include <arpa/inet.h>

#include <cstring>

namespace keel {

std::string NetworkOf(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return text;
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return {};
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    std::memcpy(&four, six.s6_addr + 12, sizeof four);
    char shown[INET_ADDRSTRLEN];
    return inet_ntop(AF_INET, &four, shown, sizeof shown);
  }
  std::memset(six.s6_addr + 8, 0, 8);
  char shown[INET6_ADDRSTRLEN];
  return std::string(inet_ntop(AF_INET6, &six, shown, sizeof shown)) + "/64";
}

}  // namespace keel
