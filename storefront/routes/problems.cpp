#include "storefront/routes/mount.hpp"

namespace storefront {
namespace {

Reply ShowNothingHere(Visit& visit) {
  return visit.NotFound();
}

/// The page of a fault: made without asking anybody, so that it cannot fail for the same reason.
Reply ShowFault(Visit& visit) {
  return visit.Problem(500, visit.T("problem.500.text"));
}

}  // namespace

void MountProblems(Mount& mount) {
  mount.Otherwise(ShowNothingHere, ShowFault);
}

}  // namespace storefront
