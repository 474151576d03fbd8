#pragma once
#include <map>
#include <string>
#include <string_view>

#include "deploy/simulators/gateway/till.hpp"
#include "keel/http/server.hpp"
#include "keel/service/service.hpp"

/// What every simulated provider shows and takes besides its own wire: the page with the button, and /control/….
namespace gateway_simulator {

std::string HmacHex(std::string_view hash, std::string_view key, std::string_view bytes);  ///< "sha256", "sha512".
std::string Stamp(keel::Instant at);  ///< "20261121153107", Vietnam.
std::string Piped(const std::vector<std::string>& values);

/// The words of one provider's page and file.
struct Face {
  std::string title;     ///< "VNPAY"
  std::string path;      ///< "/mo-phong/vnpay"
  std::string day_head;  ///< The first line of its file of a day.
  std::int64_t factor = 1;
  std::string pay_word, refund_word;  ///< What the file's first column says.
};

/// Adds the style sheet, the payer's form (POST <path>/pay: key, outcome, behaviours) and
///   POST /control/fault {kind, times, delay_ms} · POST /control/pay {key, paid} · POST /control/clock {offset_ms}
///   GET /control/payments · GET /control/day-file?day=yyyymmdd
void MountCounter(keel::service::Runtime& runtime, Till& till, const Face& face);

/// The page a payer sees for an open payment, or what became of it.
keel::http::Reply PayPage(const Till& till, const Face& face, const std::string& key, int status = 200);

/// POST <path> of the provider's own API, for the market: "down" answers 503 before the work, "lost" 500 after it.
void MountApi(keel::service::Runtime& runtime, Till& till, const std::string& path, keel::http::Handler handler);

}  // namespace gateway_simulator
