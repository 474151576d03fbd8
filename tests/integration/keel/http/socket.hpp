#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keel::test {

/// What came back for one request.
struct Heard {
  int status = 0;
  std::string head;  ///< Status line and headers.
  std::string body;
};

/// A raw client connection to 127.0.0.1, for saying what no HTTP library would say. Every read ends after five seconds.
class Socket {
 public:
  explicit Socket(int port);  ///< Throws std::runtime_error if nobody listens.
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void Say(std::string_view bytes);
  /// One whole answer; empty if the connection ended before. `to_head`: the request was HEAD, so no body follows.
  std::optional<Heard> Hear(bool to_head = false);
  bool HasAnswer() const;  ///< Something came that was not heard yet.
  /// True when the server closes its half within five seconds.
  bool Ends();
  void CloseWriting();
  /// Resets the connection instead of closing it.
  void Abort();
  void SmallReceiveBuffer();

 private:
  bool More();
  int fd_ = -1;
  std::string left_;
};

/// A GET with a Host header.
std::string Get(std::string_view target, std::string_view headers = {});

}  // namespace keel::test
