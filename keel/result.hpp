#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// How outcomes travel. An outcome the caller must decide about is a Result; a fault (database gone,
/// broken invariant) is an exception, and keel/http/server.cpp is the one place that catches it.
namespace keel {

/// Names what the caller can do next, not where the error arose. The HTTP status stands beside it.
enum class Kind : std::uint8_t {
  kInvalid,          ///< The request is wrong: correct it.                           400
  kUnauthenticated,  ///< Who asks is not known, or no longer: sign in.               401
  kForbidden,        ///< Known, and not allowed.                                     403
  kNotFound,         ///< No such thing, or not this caller's to see.                 404
  kConflict,         ///< The state forbids it: repeating is useless until it moves.  409
  kRaced,            ///< Another writer came first: run the whole flow again.        409
  kTooLarge,         ///< More bytes, pixels or rows than we take.                    413
  kUnsupported,      ///< A content type or encoding we do not read.                  415
  kTooMany,          ///< Slow down: repeat after `retry_after_s`.                    429
  kUnavailable,      ///< Something we depend on is down: repeat the same call.       503
};

/// `code` is stable kebab-case, part of the API, in static storage. `detail` is one English sentence safe to
/// show to whoever asked; keel/http/problem.hpp replaces it by the reader's language from the service's table,
/// where `argument` (a field's name, a limit, a number) fills the sentence's "{}".
struct Error {
  Kind kind;
  std::string_view code;
  std::string detail = {};
  std::string argument = {};
  int retry_after_s = 0;  ///< Seconds; sent as Retry-After when above 0.
};

/// A T or the Error explaining its absence. Same verbs as C++23 std::expected, to become it.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: a value is a result.
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: so is an error.
  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const& { return std::get<0>(state_); }  ///< Throws if there is an error.
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Done {};  ///< The T of an operation whose only news is that it worked.

}  // namespace keel
