#include "storefront/routes/routes.hpp"

namespace storefront {

/// Each stands in the file named after it: MountHome in home.cpp.
using Mounter = void(Mount&);
Mounter MountHome, MountLanguage, MountProblems;

void MountAll(Mount& mount) {
  MountHome(mount);
  MountLanguage(mount);
  MountProblems(mount);
}

}  // namespace storefront
