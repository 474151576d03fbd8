#include <algorithm>
#include <array>
#include <charconv>

#include "keel/http/client.hpp"
#include "keel/http/form.hpp"
#include "keel/http/wire.hpp"
#include "keel/text/text.hpp"

namespace keel::http {
namespace {

constexpr bool IsTokenChar(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr std::array<bool, 256> kTokenChars = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c) table[static_cast<std::size_t>(c)] = IsTokenChar(static_cast<char>(c));
  return table;
}();

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// Whether a comma-separated header names `token` (given in lower case).
bool Names(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto end = list.find(',');
    if (Lower(TrimBlanks(list.substr(0, end))) == token) return true;
    if (end == list.npos) return false;
    list.remove_prefix(end + 1);
  }
  return false;
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// No NUL, and valid UTF-8.
bool IsCleanText(std::string_view text) {
  return text.find('\0') == text.npos && (IsAscii(text) || text::IsUtf8(text));
}

std::optional<Method> MethodNamed(std::string_view name) {
  if (name == "GET") return Method::kGet;
  if (name == "POST") return Method::kPost;
  if (name == "HEAD") return Method::kHead;
  if (name == "PUT") return Method::kPut;
  if (name == "PATCH") return Method::kPatch;
  if (name == "DELETE") return Method::kDelete;
  if (name == "OPTIONS") return Method::kOptions;
  return std::nullopt;
}

bool ParseQuery(std::string_view raw, std::vector<std::pair<std::string, std::string>>& query) {
  for (auto& [name, value] : FormPairs(raw)) {
    if (!IsCleanText(name) || !IsCleanText(value)) return false;
    query.emplace_back(std::move(name), std::move(value));
  }
  return true;
}

/// "." and ".." would let a path mean another one than it says.
bool HasDotSegment(std::string_view path) {
  std::size_t at = 0;
  while ((at = path.find("/.", at)) != path.npos) {
    const auto rest = path.substr(at + 2);
    if (rest.empty() || rest[0] == '/' || (rest[0] == '.' && (rest.size() == 1 || rest[1] == '/'))) return true;
    at += 2;
  }
  return false;
}

std::optional<Refusal> ParseTarget(std::string_view target, Request& request) {
  if (target.empty()) return Refusal{};
  for (const char c : target)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '#') return Refusal{};
  if (target.starts_with("http://") || target.starts_with("https://")) {
    // Absolute form, as a proxy may send it: what follows the authority counts.
    const auto slash = target.find('/', target.find("//") + 2);
    target = slash == target.npos ? std::string_view("/") : target.substr(slash);
  }
  if (target == "*" && request.method == Method::kOptions) {
    request.target = request.path = "*";
    return std::nullopt;
  }
  if (target.front() != '/') return Refusal{};
  request.target = target;
  const auto question = target.find('?');
  auto path = DecodePath(target.substr(0, question));
  if (!path || HasDotSegment(*path)) return Refusal{};
  request.path = *std::move(path);
  if (question != target.npos && !ParseQuery(target.substr(question + 1), request.query)) return Refusal{};
  return std::nullopt;
}

std::optional<Refusal> ParseRequestLine(std::string_view line, const Limits& limits, Request& request,
                                        Framing& framing) {
  if (line.size() > limits.line) return Refusal{414, "request-line-too-long"};
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == line.npos || first == last) return Refusal{};
  const auto name = line.substr(0, first);
  const auto version = line.substr(last + 1);
  if (name.empty() || !std::ranges::all_of(name, [](char c) { return kTokenChars[static_cast<unsigned char>(c)]; }))
    return Refusal{};
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return version.starts_with("HTTP/") ? Refusal{505, "version-unsupported"} : Refusal{};
  framing.http10 = version == "HTTP/1.0";
  const auto method = MethodNamed(name);
  if (!method) return Refusal{501, "method-unknown"};
  request.method = *method;
  return ParseTarget(line.substr(first + 1, last - first - 1), request);
}

std::optional<Refusal> ParseHeaderLine(std::string_view line, Request& request) {
  // A line that begins with a blank is a folded one: obsolete, and a way to smuggle.
  const auto colon = line.find(':');
  if (colon == line.npos || colon == 0) return Refusal{};
  const auto name = line.substr(0, colon);
  for (const char c : name)
    if (!kTokenChars[static_cast<unsigned char>(c)]) return Refusal{};
  const auto value = TrimBlanks(line.substr(colon + 1));
  for (const char c : value)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F) return Refusal{};
  auto [at, fresh] = request.headers.try_emplace(Lower(name), value);
  if (fresh) return std::nullopt;
  // Which of two would count differs from server to server, and that difference is an attack.
  if (at->first == "content-length" || at->first == "host" || at->first == "transfer-encoding" ||
      at->first == "authorization")
    return Refusal{};
  at->second += at->first == "cookie" ? "; " : ", ";
  at->second += value;
  return std::nullopt;
}

std::optional<Refusal> ParseFraming(const Limits& limits, const Request& request, Framing& framing) {
  const auto connection = request.Header("connection");
  framing.keep_alive = framing.http10 ? Names(connection, "keep-alive") : !Names(connection, "close");
  if (!framing.http10 && request.headers.find("host") == request.headers.end()) return Refusal{};
  const auto length = request.headers.find("content-length");
  if (const auto encoding = request.headers.find("transfer-encoding"); encoding != request.headers.end()) {
    if (length != request.headers.end() || framing.http10) return Refusal{};
    if (Lower(encoding->second) != "chunked") return Refusal{501, "encoding-unsupported"};
    framing.chunked = true;
  } else if (length != request.headers.end()) {
    const auto& text = length->second;
    const auto digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (text.empty() || !digits) return Refusal{};
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    if (error != std::errc{} || bytes > limits.body) return Refusal{413, "body-too-large"};
    framing.content_length = static_cast<std::size_t>(bytes);
  }
  const auto expect = request.Header("expect");
  framing.expects_continue =
      !framing.http10 && Lower(expect) == "100-continue" && (framing.chunked || framing.content_length > 0);
  return std::nullopt;
}

}  // namespace

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<Refusal> ParseHead(std::string_view head, const Limits& limits, Request& request, Framing& framing) {
  auto end = head.find("\r\n");
  auto refused = ParseRequestLine(head.substr(0, end), limits, request, framing);
  // A refused request is read on: its headers say in which language, and under which id, it is answered.
  const auto refuse = [&](std::optional<Refusal> why) {
    if (!refused) refused = why;
  };
  for (std::size_t count = 1; end != head.npos; ++count) {
    head.remove_prefix(end + 2);
    if (count > limits.headers) {
      refuse(Refusal{431, "headers-too-large"});
      break;
    }
    end = head.find("\r\n");
    refuse(ParseHeaderLine(head.substr(0, end), request));
  }
  return refused ? refused : ParseFraming(limits, request, framing);
}

std::optional<std::string> DecodePath(std::string_view raw) {
  std::string decoded;
  decoded.reserve(raw.size());
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      decoded += raw[i];
      continue;
    }
    const int high = i + 2 < raw.size() ? digit(raw[i + 1]) : -1;
    const int low = i + 2 < raw.size() ? digit(raw[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!IsCleanText(decoded)) return std::nullopt;
  return decoded;
}

}  // namespace keel::http
