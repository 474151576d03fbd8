#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storefront/backends/orders.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// What a buyer has filled in so far. Kept by the browser alone, sealed, until it closes: an address is nobody's to
/// see, and on a shared phone it must not stay.
struct Draft {
  std::string name, phone, note;
  backends::Address address;
  std::string find;  ///< What was typed to find a commune by its name.
  std::string mode;  ///< How the commune is being chosen: "" (two lists), "tim" (by name), "cu" (old address).
  std::string payment = "cod";
  std::map<std::string, std::string> payments;  ///< shop id → its own way of paying; shops not named go by `payment`.
  std::map<std::string, std::string> freight;   ///< shop id → "carrier service"; the cheapest where none is named.
  std::vector<std::string> faults;              ///< Keys of fields that were not right, to be said once.

  bool HasPlace() const { return !address.commune_code.empty(); }
  bool IsFaulty(std::string_view field) const;
  const std::string& PaymentOf(const std::string& shop_id) const;
};

Draft ReadDraft(const web::Visit& visit);
void KeepDraft(web::Visit& visit, const Draft& draft);

/// The one text form, for the cookie: safe for any values, limited in length by the form's own limits.
std::string Packed(const Draft& draft);
Draft Unpacked(std::string_view text);

}  // namespace storefront
