#pragma once
#include "storefront/backends/personal.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// Values of parts/erasure.html: when it was asked for, until when it is done, what is held back and why.
void ShowErasure(const web::Visit& visit, view::Data& data, const backends::Erasure& erasure);

}  // namespace storefront
