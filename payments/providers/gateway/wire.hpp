#pragma once
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/http/client.hpp"
#include "payments/domain/gateway.hpp"

/// What the providers over the network share: keyed hashes, the form encoding, Vietnamese time, answers that do not
/// come.
namespace payments::wire {

/// Lower-case hex. Throws std::runtime_error when OpenSSL cannot.
std::string HmacSha512Hex(std::string_view key, std::string_view bytes);

/// As HTML forms write it, name=value joined by '&', in the map's order (by name, bytewise).
std::string FormText(const std::map<std::string, std::string>& fields);

/// Vietnam is seven hours ahead of UTC all year.
std::string VietnamStamp(keel::Instant at);                     ///< "20261121153107"
std::string VietnamDay(keel::Instant at);                       ///< "261121"
std::optional<keel::Instant> ReadStamp(std::string_view text);  ///< Of VietnamStamp's form, or "2026-11-21 15:31:07".

/// Text of a JSON field that senders write as text or number; empty for null, absent or anything else.
std::string TextOf(const nlohmann::json& object, const char* name);
/// A whole number, written as number or text; empty when it is none, or beyond 15 digits.
std::optional<std::int64_t> NumberOf(const nlohmann::json& object, const char* name);
/// A moment in milliseconds since 1970; empty for one that is not of this century.
std::optional<keel::Instant> MillisecondsOf(const nlohmann::json& object, const char* name);
/// All digits, 1 to 15 of them; else empty.
std::optional<std::int64_t> Digits(std::string_view text);

/// A provider's server: a base address with a path of its own, asked with our patience.
class Server {
 public:
  Server(std::string name, const std::string& address);
  /// Errors: kUnavailable "provider-away": no answer in time, a status other than 2xx, or no JSON object.
  keel::Result<nlohmann::json> Post(const std::string& path, const std::string& body,
                                    const std::string& content_type) const;

 private:
  std::string name_, path_;
  std::unique_ptr<keel::http::Client> client_;
};

keel::Error Away(std::string_view provider);
keel::Error Refused(std::string code);
keel::Error ForgedAnswer(std::string_view provider);
keel::Error ForgedCallback();
keel::Error UnreadableCallback(std::string field);

/// Columns of a provider's file of a day: comma-separated, a header line first. Amounts in đồng, or in hundredths of
/// it.
struct DayColumns {
  std::string type, key, number, amount, at;
  std::string refund_word;  ///< What `type` says of a refund.
  std::int64_t divisor = 1;
};
/// Errors: kInvalid "day-file-unreadable" (argument: the number of the line).
keel::Result<std::vector<DayLine>> ReadDayCsv(std::string_view text, const DayColumns& columns);

}  // namespace payments::wire
