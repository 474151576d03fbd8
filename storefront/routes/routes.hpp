#pragma once
#include "storefront/routes/mount.hpp"

namespace storefront {

/// Every page of the market; the list is routes.cpp.
void MountAll(Mount& mount);

}  // namespace storefront
