#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keel/result.hpp"

/// Requests and replies as the services see them. Pistache stays in keel/http/server.cpp.
namespace keel::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
using Deadline = std::chrono::steady_clock::time_point;
enum class Language : std::uint8_t { kVi, kEn };

/// Header names lower case. Where a header stands twice the values are joined by ", " as far as Pistache lets us see
/// them.
using Headers = std::map<std::string, std::string, std::less<>>;

/// A request, wholly read and decoded; safe to keep and to hand to another thread.
struct Request {
  Method method = Method::kGet;
  std::string path;                                        ///< Percent-decoded, starts with '/', valid UTF-8, no NUL.
  std::string target;                                      ///< As it came: path and query, undecoded. Cache key.
  std::vector<std::pair<std::string, std::string>> query;  ///< Decoded, in order, duplicates kept.
  std::map<std::string, std::string, std::less<>> params;  ///< From the pattern: "/v1/orders/:id" → "id".
  Headers headers;
  std::string body;
  std::string request_id;  ///< From X-Request-Id if well formed, else made here.
  Deadline deadline{};     ///< From X-Deadline-Ms (remaining), capped at 30 s; default 10 s.

  std::string_view Header(std::string_view lower_case_name) const;  ///< Empty if absent.
  std::string_view Param(std::string_view name) const;              ///< Empty if absent.
  std::optional<std::string> Query(std::string_view name) const;    ///< First value.
  std::string QueryOr(std::string_view name, std::string_view fallback) const;
  std::string_view Cookie(std::string_view name) const;  ///< Empty if absent.
  Language Reads() const;  ///< ?lang=, then X-Lang (set by the edge), then Accept-Language; Vietnamese by default.
};

struct Reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;  ///< CR and LF are dropped from values.

  Reply& With(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Reply&& With(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

Reply Json(int status, const nlohmann::json& body);  ///< Broken UTF-8 is replaced, never thrown on.
Reply NoContent();
/// 304 if If-None-Match names `etag`, else the reply with ETag set. `etag` without quotes.
Reply WithEtag(const Request& request, std::string_view etag, Reply reply);

/// A stable code and the sentences people read, with "{}" for Error::argument.
struct ProblemText {
  std::string_view code, vi, en;
};
/// Adds a service's sentences; once in main before the server starts. keel's own codes are there already.
void RegisterProblems(const std::vector<ProblemText>& texts);
std::string ProblemSentence(const Error& error, Language language);
/// RFC 9457 problem+json: type "/problems/<code>", title, status, code, detail (in the reader's language), instance.
Reply Problem(const Error& error, const Request& request);
int StatusOf(Kind kind);

/// Reads the body as a JSON object. Errors: kUnsupported "json-expected" (content type), kInvalid "malformed-json".
Result<nlohmann::json> JsonBody(const Request& request);

}  // namespace keel::http
