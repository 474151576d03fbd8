#pragma once
#include "storefront/backends/cases.hpp"
#include "storefront/routes/parts/typed.hpp"

namespace storefront {

/// Values of parts/cases.html and of the forms around it: lines, returns, disputes, substitutions, what was told.
void FillCases(const web::Visit& visit, view::Data& data, const backends::OrderCases& cases);
/// One dispute's values, into a row.
void FillDispute(const web::Visit& visit, view::Data row, const backends::DisputeCase& one);

/// What the number fields "l-<line id>" say, one for each line the order has.
backends::Kept ReadKept(Typed& typed, const backends::OrderCases& cases);

}  // namespace storefront
