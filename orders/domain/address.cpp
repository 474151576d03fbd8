#include "orders/domain/address.hpp"

namespace orders {

std::string Address::Line() const {
  std::string line;
  for (const std::string* part : {&street, &hamlet, &landmark}) {
    if (part->empty()) continue;
    if (!line.empty()) line += ", ";
    line += *part;
  }
  return line;
}

keel::Result<Address> Resolve(Address given, const keel::places::Places& places) {
  const auto unknown = [](std::string field) {
    return keel::Error{keel::Kind::kInvalid, "place-unknown", "There is no such place.", std::move(field)};
  };
  if (!given.commune_code.empty()) {
    const auto* commune = places.FindCommune(given.commune_code);
    if (commune == nullptr) return unknown("commune_code");
    if (given.province_code.empty()) given.province_code = commune->province_code;
    if (commune->province_code != given.province_code) return unknown("province_code");
    return given;
  }
  if (!given.old) return unknown("commune_code");
  const auto fits = places.FromOld(given.old->province, given.old->district, given.old->ward);
  if (fits.empty()) return unknown("old");
  if (fits.size() > 1 || fits.front().certainty != keel::places::Certainty::kExact)
    return keel::Error{keel::Kind::kInvalid, "place-ambiguous", "The old ward was divided; choose today's commune."};
  given.commune_code = fits.front().commune->code;
  given.province_code = fits.front().commune->province_code;
  return given;
}

}  // namespace orders
