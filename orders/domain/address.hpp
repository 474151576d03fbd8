#pragma once
#include <optional>
#include <string>

#include "keel/places/places.hpp"
#include "keel/result.hpp"

namespace orders {

/// The three levels of before 1 July 2025, as people still say and remember them.
struct OldAddress {
  std::string province, district, ward;
};

/// Where a parcel goes. Province and commune are today's codes; the lines are what helps a courier in a hamlet without
/// street names. The old form is kept when the buyer gave it: some carriers still want a district.
struct Address {
  std::string province_code, commune_code;
  std::string street, hamlet, landmark;  ///< Each may be empty.
  std::optional<OldAddress> old;

  /// "Số 5 đường Na Hối, thôn Na Áng, gần trạm y tế": what goes on the first line of a label. May be empty.
  std::string Line() const;
};

/// Fills in today's codes and checks them. Codes given by the buyer win over the old names.
/// Errors: kInvalid "place-unknown" (argument: the field) for a code or old name nobody knows; kInvalid
/// "place-ambiguous" when the old ward was split or its name is not unique: the person must choose (GET
/// /v1/places/translate lists them).
keel::Result<Address> Resolve(Address given, const keel::places::Places& places);

}  // namespace orders
