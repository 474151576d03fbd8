#include "shipping-adapters/store/sealed_ends.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace shipping {
namespace {

constexpr std::string_view kContext = "shipping.ends";

nlohmann::json ToJson(const Endpoint& end) {
  return nlohmann::json::array(
      {end.name, end.phone, end.line, end.province_code, end.commune_code, end.province_name, end.commune_name});
}

Endpoint FromJson(const nlohmann::json& json) {
  return {json.at(0), json.at(1), json.at(2), json.at(3), json.at(4), json.at(5), json.at(6)};
}

}  // namespace

std::string SealEnds(const keel::crypto::FieldKey& key, const Ends& ends) {
  const nlohmann::json json{{"from", ToJson(ends.from)}, {"to", ToJson(ends.to)}};
  return key.Seal(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), kContext);
}

Ends OpenEnds(const keel::crypto::FieldKey& key, std::string_view sealed) {
  const auto json = nlohmann::json::parse(key.Open(sealed, kContext), nullptr, false);
  if (!json.is_object()) throw std::runtime_error("a shipment's sealed ends are not readable");
  return {FromJson(json.at("from")), FromJson(json.at("to"))};
}

}  // namespace shipping
