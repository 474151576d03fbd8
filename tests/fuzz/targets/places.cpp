// Typed places, old and new: whatever is answered is a place of today.
// Lines: old province, old district, old ward; the rest is typed into the search.
#include "orders/domain/address.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto& places = keel::places::Places::Load(PLACES_FILE);
  fuzz::Input input(data, size);
  const std::string province(input.Line()), district(input.Line()), ward(input.Line());

  for (const auto& found : places.FromOld(province, district, ward))
    fuzz::Demand(places.FindCommune(found.commune->code) == found.commune, "an old ward is a commune of today");
  constexpr std::size_t kMost = 7;
  const auto suggested = places.Suggest(input.Rest(), kMost);
  fuzz::Demand(suggested.size() <= kMost, "no more suggestions than were asked for");
  for (const auto* commune : suggested) fuzz::Demand(commune != nullptr, "a suggestion is a commune");
  if (const auto* known = places.ProvinceNamed(province)) {
    fuzz::Demand(places.FindProvince(known->code) == known, "a province named is a province");
    if (const auto* commune = places.CommuneNamed(known->code, ward))
      fuzz::Demand(commune->province_code == known->code, "a commune named lies in its province");
  }

  orders::Address typed;
  typed.commune_code = input.Rest().substr(0, 5);
  typed.old = orders::OldAddress{province, district, ward};
  for (const bool by_name : {false, true}) {
    if (by_name) typed.commune_code.clear();
    const auto address = orders::Resolve(typed, places);
    if (!address) continue;
    const auto* commune = places.FindCommune(address->commune_code);
    fuzz::Demand(commune != nullptr && commune->province_code == address->province_code, "a parcel goes to a place");
  }
  return 0;
}
