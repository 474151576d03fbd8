#pragma once
#include <string>
#include <string_view>

namespace bench {

/// A keep-alive HTTP/1.1 connection for load: one blocking socket, next to no work of its own, so that what is measured
/// is the server. Reconnects once when the server closed the connection. One thread at a time.
class PlainClient {
 public:
  /// "http://127.0.0.1:8103" with an optional path that is put before every target. Throws std::runtime_error.
  explicit PlainClient(const std::string& address);
  ~PlainClient();
  PlainClient(const PlainClient&) = delete;

  struct Answer {
    int status = 0;  ///< 0: no answer.
    std::string body;
  };
  /// `headers`: whole lines, each ended by "\r\n".
  Answer Ask(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {});

 private:
  void Connect();
  void Close();
  bool Send(std::string_view bytes);
  Answer Receive();

  std::string host_, prefix_;
  int port_ = 80;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace bench
