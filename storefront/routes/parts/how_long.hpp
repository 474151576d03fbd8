#pragma once
#include <string_view>

#include "storefront/web/visit.hpp"

/// For how long somebody helps: one choice for both who may ask for it.
namespace storefront {

/// Rows HOW_LONG (VALUE, LABEL, CHOSEN) of parts/how_long.html.
void FillHowLong(const web::Visit& visit, view::Data& data);
/// Days of a choice; 0: until either side ends it. Nobody's choice is the shortest.
int DaysOf(std::string_view value);

}  // namespace storefront
