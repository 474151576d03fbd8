// The body of another service's event: read straight down, the first fault kept.
#include <nlohmann/json.hpp>

#include "keel/http/bounded_json.hpp"
#include "payments/events/reading.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = keel::http::BoundedJson({reinterpret_cast<const char*>(data), size});
  if (body.is_discarded()) return 0;
  payments::Reading in(body);
  const auto order = in.Text("order_id");
  const auto total = in.Dong("total");
  const auto version = in.Number("version");
  const auto at = in.At("at", keel::Instant());
  const auto lines = in.Array("lines").size();
  in.TextOr("reason", "");
  if (!in.ok()) {
    fuzz::Demand(!in.error().argument.empty() && in.error().code == "event-unreadable", "a fault names its field");
    return 0;
  }
  // As text: the library takes 2^64-1 and -1 for equal.
  const auto& amount = body["total"].is_object() ? body["total"]["amount"] : body["total"];
  fuzz::Demand(body["order_id"] == order && body["version"].dump() == std::to_string(version),
               "what was read stands there");
  fuzz::Demand(amount.dump() == std::to_string(total.dong()), "an amount stands there");
  fuzz::Demand(fuzz::IsStorable(at) && lines <= size, "a time is one a column keeps");
  return 0;
}
