#include "tests/bench/orders/plain_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>

namespace bench {

PlainClient::PlainClient(const std::string& address) {
  constexpr std::string_view kScheme = "http://";
  if (!address.starts_with(kScheme)) throw std::runtime_error("an address starts with http://: " + address);
  std::string_view rest(address);
  rest.remove_prefix(kScheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  prefix_ = rest.substr(slash);
  rest = rest.substr(0, slash);
  const auto colon = std::min(rest.find(':'), rest.size());
  host_ = rest.substr(0, colon) == "localhost" ? "127.0.0.1" : std::string(rest.substr(0, colon));
  if (colon < rest.size()) std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), port_);
  Connect();
}

PlainClient::~PlainClient() {
  Close();
}

void PlainClient::Connect() {
  Close();
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port_));
  if (::inet_pton(AF_INET, host_.c_str(), &to.sin_addr) != 1)
    throw std::runtime_error("an IPv4 address is needed: " + host_);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    throw std::runtime_error("nothing answers at " + host_ + ':' + std::to_string(port_));
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{30, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

void PlainClient::Close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  buffer_.clear();
}

bool PlainClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

PlainClient::Answer PlainClient::Receive() {
  std::size_t head_end = std::string::npos;
  std::size_t wanted = std::string::npos;
  for (;;) {
    if (head_end == std::string::npos) {
      head_end = buffer_.find("\r\n\r\n");
      if (head_end != std::string::npos) {
        std::size_t length = 0;
        std::string head = buffer_.substr(0, head_end);
        for (char& c : head)
          if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (const auto at = head.find("content-length:"); at != std::string::npos) {
          const auto digits = head.find_first_of("0123456789", at);
          if (digits != std::string::npos) std::from_chars(head.data() + digits, head.data() + head.size(), length);
        }
        wanted = head_end + 4 + length;
      }
    }
    if (wanted != std::string::npos && buffer_.size() >= wanted) break;
    char chunk[16'384];
    const auto got = ::recv(socket_, chunk, sizeof chunk, 0);
    if (got <= 0) return {};
    buffer_.append(chunk, static_cast<std::size_t>(got));
  }
  Answer answer;
  std::from_chars(buffer_.data() + 9, buffer_.data() + 12, answer.status);
  answer.body = buffer_.substr(head_end + 4, wanted - head_end - 4);
  buffer_.erase(0, wanted);
  return answer;
}

PlainClient::Answer PlainClient::Ask(std::string_view method, std::string_view target, std::string_view body,
                                     std::string_view headers) {
  std::string request;
  request.reserve(256 + body.size() + headers.size());
  request.append(method).append(" ").append(prefix_).append(target).append(" HTTP/1.1\r\nHost: ").append(host_);
  request.append("\r\nConnection: keep-alive\r\n").append(headers);
  if (!body.empty() || method == "POST" || method == "PUT")
    request.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  request.append("\r\n").append(body);
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (socket_ < 0 || attempt > 0) Connect();
    if (!Send(request)) continue;
    auto answer = Receive();
    if (answer.status != 0) return answer;
    Close();
  }
  return {};
}

}  // namespace bench
