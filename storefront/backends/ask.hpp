#pragma once
#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "keel/http/client.hpp"
#include "keel/http/message.hpp"
#include "keel/money.hpp"

/// What all typed clients share: who asks, what can come back instead of an answer. Routes see structs, never JSON.
namespace storefront::backends {

/// For whom a peer is asked. Cheap to copy.
struct Caller {
  keel::http::Language language = keel::http::Language::kVi;
  std::string token = {};            ///< The access token; empty for an anonymous visitor.
  std::string address = {};          ///< The browser's, as the edge says (X-Real-Ip); for throttling.
  std::string device = {};           ///< The browser's own random name; for throttling.
  std::string idempotency_key = {};  ///< Sent with a POST when not empty; the POST may then be repeated.
  keel::http::Deadline deadline = {};
};

/// Why there is no answer. `code` is the peer's problem code ("out-of-stock"), `detail` its sentence in the reader's
/// language, fit to be shown. status 503 and code "peer-unavailable" when the peer did not answer in time.
struct Failure {
  int status = 503;
  std::string code = "peer-unavailable";
  std::string detail = {};
  int retry_after_s = 0;
  std::string argument =
      {};  ///< What the sentence is about; for NamesField() its name in the API, as `detail` says it.
  bool down() const { return status >= 500; }
  bool missing() const { return status == 404; }
  /// Whether `detail` calls a field by its name in the API, which nobody who fills a form knows.
  bool NamesField() const {
    return !argument.empty() && (code.starts_with("field-") || code == "date-invalid" || code == "day-invalid");
  }
};

/// A T from a peer, or the Failure. Same verbs as keel::Result.
template <class T>
class [[nodiscard]] Got {
 public:
  Got(T value) : state_(std::move(value)) {}            // NOLINT: a value is an answer.
  Got(Failure failure) : state_(std::move(failure)) {}  // NOLINT: so is a failure.
  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const Failure& failure() const { return std::get<1>(state_); }

 private:
  std::variant<T, Failure> state_;
};

struct Nothing {};  ///< The T of an ask whose only news is that it worked.

/// One page of a list. `next` is the cursor of the following page, or empty.
template <class T>
struct Listing {
  std::vector<T> items;
  std::string next;
};

/// A query string built piece by piece; empty values are left out.
class QueryText {
 public:
  QueryText& Add(std::string_view name, std::string_view value);
  const std::string& text() const { return text_; }  ///< "?a=b&c=d", or empty.

 private:
  std::string text_;
};

/// Asks a peer. Any 2xx answer is parsed; anything else becomes a Failure. Safe from several threads.
class Asker {
 public:
  explicit Asker(keel::http::Client& client) : client_(client) {}
  Got<nlohmann::json> Get(const Caller& caller, const std::string& path) const;
  Got<nlohmann::json> Send(const Caller& caller, keel::http::Method method, const std::string& path,
                           const nlohmann::json& body) const;
  /// Any body and content type, for photos and CSV; answers the raw text.
  Got<std::string> SendRaw(const Caller& caller, keel::http::Method method, const std::string& path, std::string body,
                           const std::string& content_type) const;
  Got<std::string> GetRaw(const Caller& caller, const std::string& path) const;

 private:
  Got<keel::http::Answer> Ask(const Caller& caller, keel::http::Ask ask) const;
  keel::http::Client& client_;
};

}  // namespace storefront::backends
