#include "tests/integration/keel/http/socket.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace keel::test {

Socket::Socket(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{5, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close(fd_);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
}

Socket::~Socket() {
  if (fd_ >= 0) close(fd_);
}

void Socket::Say(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto said = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (said <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(said));
  }
}

bool Socket::More() {
  char buffer[16 * 1024];
  const auto got = recv(fd_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  left_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::optional<Heard> Socket::Hear(bool to_head) {
  std::size_t end = 0;
  while ((end = left_.find("\r\n\r\n")) == left_.npos)
    if (!More()) return std::nullopt;
  Heard heard;
  heard.head = left_.substr(0, end + 2);
  left_.erase(0, end + 4);
  heard.status = std::atoi(heard.head.c_str() + heard.head.find(' ') + 1);
  const auto at = heard.head.find("Content-Length: ");
  const std::size_t length =
      at == heard.head.npos || to_head ? 0 : std::strtoull(heard.head.c_str() + at + 16, nullptr, 10);
  while (left_.size() < length)
    if (!More()) return std::nullopt;
  heard.body = left_.substr(0, length);
  left_.erase(0, length);
  return heard;
}

bool Socket::HasAnswer() const {
  char byte = 0;
  return !left_.empty() || recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

bool Socket::Ends() {
  char byte = 0;
  return left_.empty() && recv(fd_, &byte, 1, 0) == 0;
}

void Socket::CloseWriting() {
  shutdown(fd_, SHUT_WR);
}

void Socket::Abort() {
  const linger now{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(fd_);
  fd_ = -1;
}

void Socket::SmallReceiveBuffer() {
  const int bytes = 128 * 1024;
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

std::string Get(std::string_view target, std::string_view headers) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n";
}

}  // namespace keel::test
