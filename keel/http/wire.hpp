#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "keel/http/message.hpp"

/// HTTP/1.1 as bytes, for keel/http's own use: reading requests strictly, writing replies. Pure; no socket is touched
/// here. Pistache's own parser is not used: it loses pipelined requests, repeated headers and the query's order, takes
/// two Content-Lengths, and can spin for ever on a split chunk (the facts behind server.cpp).
namespace keel::http {

struct Limits {
  std::size_t line = 8 * 1024;   ///< Bytes of the request line.
  std::size_t head = 16 * 1024;  ///< Bytes of the request line and all headers.
  std::size_t headers = 100;     ///< How many header lines.
  std::size_t body = 1 << 20;    ///< Bytes of the decoded body.
};

/// Why a request cannot be read. The connection cannot be used further: where the next request starts is unknown.
struct Refusal {
  int status = 400;
  std::string_view code = "malformed-request";
};

/// What the framing of one request says about the connection and the body.
struct Framing {
  bool keep_alive = true;
  bool http10 = false;
  bool chunked = false;
  bool expects_continue = false;
  std::size_t content_length = 0;
};

/// Reads one request after another from a connection's bytes. One per connection; used by one thread at a time.
class RequestReader {
 public:
  explicit RequestReader(Limits limits) : limits_(limits) {}

  enum class Event {
    kMore,      ///< Everything was taken; the request is not whole yet.
    kContinue,  ///< As kMore, and the client waits for "100 Continue" (told once).
    kWhole,     ///< `request` and `framing` are ready; `bytes` may hold the beginning of the next. Call Next() before
                ///< reading on.
    kRefused,   ///< `refusal` says why.
  };
  /// Takes from the front of `bytes` what belongs to the current request.
  Event Take(std::string_view& bytes);
  /// Forgets the finished request.
  void Next();
  /// True while nothing of a request has come.
  bool idle() const { return phase_ == Phase::kHead && head_.empty(); }

  Request request;
  Framing framing;
  Refusal refusal;

 private:
  enum class Phase { kHead, kBody, kChunkSize, kChunkData, kChunkEnd, kTrailer, kWhole };
  Event TakeHead(std::string_view& bytes);
  Event TakeBody(std::string_view& bytes);
  Event TakeChunks(std::string_view& bytes);
  /// One CRLF-ended line gathered over reads; false: more bytes are needed (or `broken_`).
  bool TakeLine(std::string_view& bytes, std::size_t limit);
  Event Refuse(int status, std::string_view code);

  Limits limits_;
  Phase phase_ = Phase::kHead;
  std::string head_;            // What came of a head that is not whole yet.
  std::size_t line_start_ = 0;  // In head_: where the line being read begins.
  std::string line_;            // A chunk's size line or a trailer.
  std::size_t chunk_left_ = 0;
  std::size_t trailer_bytes_ = 0;
  bool broken_ = false;
};

/// Parses a head (request line and headers, without the blank line) into `request` and `framing`. Fills method, target,
/// path, query, headers; also of a refused head the headers that could be read. Empty if all is well.
std::optional<Refusal> ParseHead(std::string_view head, const Limits& limits, Request& request, Framing& framing);

/// Percent-decoding of one path or segment. Empty if an escape is broken, or the result holds NUL or broken UTF-8.
std::optional<std::string> DecodePath(std::string_view raw);

/// The reply as bytes. `with_body` is false for HEAD: Content-Length still tells the body's size.
std::string Serialize(const Reply& reply, std::string_view request_id, bool keep_alive, bool with_body);

/// Without the blanks and tabs at both ends.
std::string_view TrimBlanks(std::string_view text);

std::string_view ReasonPhrase(int status);
std::string_view MethodName(Method method);

/// A problem with a status no Kind has (405, 414, 431, 500 …).
Reply ProblemWithStatus(int status, const Error& error, const Request& request);

}  // namespace keel::http
