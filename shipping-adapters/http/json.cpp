#include "shipping-adapters/http/json.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"

namespace shipping {
namespace {

using nlohmann::json;

json Flags(unsigned flags) {
  auto names = json::array();
  for (std::size_t i = 0; i < kFlagNames.size(); ++i)
    if ((flags >> i & 1U) != 0) names.push_back(kFlagNames[i]);
  return names;
}

void PutIf(json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}
void PutIf(json& object, const char* name, const std::optional<keel::Instant>& at) {
  if (at) object[name] = keel::ToRfc3339(*at);
}

}  // namespace

json ToJson(const Quote& quote) {
  return {{"carrier", quote.carrier},
          {"service", quote.service},
          {"service_name", quote.service_name},
          {"price", keel::http::ToJson(quote.price)},
          {"promised_hours", quote.promised_hours},
          {"estimated", quote.estimated}};
}

json ToJson(const Shipment& s) {
  json body{{"id", s.id.text()},
            {"order_id", s.order_id},
            {"order_code", s.order_code},
            {"shop_id", s.shop_id},
            {"party_id", s.party_id},
            {"carrier", s.carrier},
            {"booking", kBookingNames[static_cast<std::size_t>(s.booking)]},
            {"state", Name(s.standing.state)},
            {"flags", Flags(s.standing.flags)},
            {"cancel_requested", s.cancel_wanted},
            {"created_at", keel::ToRfc3339(s.created_at)},
            {"version", s.version}};
  PutIf(body, "service", s.service);
  PutIf(body, "problem", s.problem);
  PutIf(body, "cancel_problem", s.cancel_problem);
  PutIf(body, "tracking_number", s.tracking_number);
  PutIf(body, "sort_code", s.sort_code);
  PutIf(body, "booked_at", s.booked_at);
  PutIf(body, "expected_at", s.expected_at);
  PutIf(body, "state_at", s.state_at);
  if (s.consigned) {
    body["cod_amount"] = keel::http::ToJson(s.cod_amount);
    body["parcel"] = {{"grams", s.parcel.grams},
                      {"length_mm", s.parcel.length_mm},
                      {"width_mm", s.parcel.width_mm},
                      {"height_mm", s.parcel.height_mm}};
  }
  if (s.booking == BookingState::kBooked) body["fee"] = keel::http::ToJson(s.fee);
  return body;
}

json ToJson(const Shipment& shipment, const std::vector<TrackedEvent>& history) {
  auto events = json::array();
  for (const auto& event : history) {
    json row{
        {"code", event.update.code}, {"at", keel::ToRfc3339(event.update.at)}, {"flags", Flags(event.update.flags)}};
    if (event.update.state) row["state"] = Name(*event.update.state);
    PutIf(row, "note", event.update.note);
    events.push_back(std::move(row));
  }
  json body{{"shipment_id", shipment.id.text()},
            {"order_id", shipment.order_id},
            {"carrier", shipment.carrier},
            {"booking", kBookingNames[static_cast<std::size_t>(shipment.booking)]},
            {"state", Name(shipment.standing.state)},
            {"flags", Flags(shipment.standing.flags)},
            {"events", events}};
  PutIf(body, "tracking_number", shipment.tracking_number);
  PutIf(body, "expected_at", shipment.expected_at);
  return body;
}

}  // namespace shipping
