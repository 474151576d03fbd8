#include <charconv>
#include <chrono>
#include <ctime>

#include "keel/http/wire.hpp"

namespace keel::http {
namespace {

/// "Date: …\r\n", made once a second a thread.
std::string_view DateLine() {
  thread_local std::time_t made_at = 0;
  thread_local char line[48];
  thread_local std::size_t length = 0;
  const auto now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(line, sizeof line, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    made_at = now;
  }
  return {line, length};
}

/// A value that cannot end its line early.
void AppendValue(std::string& out, std::string_view value) {
  if (value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos) {
    out += value;
    return;
  }
  for (const char c : value)
    if (c != '\r' && c != '\n' && c != '\0') out += c;
}

void AppendNumber(std::string& out, std::size_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Status";
  }
}

std::string_view MethodName(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
    case Method::kOptions:
      return "OPTIONS";
  }
  return "GET";
}

std::string Serialize(const Reply& reply, std::string_view request_id, bool keep_alive, bool with_body) {
  std::string out;
  out.reserve(320 + (with_body ? reply.body.size() : 0) + 64 * reply.headers.size());
  out += "HTTP/1.1 ";
  AppendNumber(out, static_cast<std::size_t>(reply.status));
  out += ' ';
  out += ReasonPhrase(reply.status);
  out += "\r\n";
  out += DateLine();
  // 204 and 304 have no body, so nothing that describes one.
  const bool may_have_body = reply.status >= 200 && reply.status != 204 && reply.status != 304;
  if (may_have_body) {
    if (!reply.content_type.empty()) {
      out += "Content-Type: ";
      AppendValue(out, reply.content_type);
      out += "\r\n";
    }
    out += "Content-Length: ";
    AppendNumber(out, reply.body.size());
    out += "\r\n";
  }
  out += keep_alive ? "Connection: keep-alive\r\nX-Request-Id: " : "Connection: close\r\nX-Request-Id: ";
  out += request_id;
  out += "\r\n";
  for (const auto& [name, value] : reply.headers) {
    AppendValue(out, name);
    out += ": ";
    AppendValue(out, value);
    out += "\r\n";
  }
  out += "\r\n";
  if (may_have_body && with_body) out += reply.body;
  return out;
}

}  // namespace keel::http
