#include "storefront/routes/mount.hpp"

namespace storefront {
namespace {

Reply ShowHome(Visit& visit) {
  Page page{.title = visit.T("home.title"), .canonical = "/", .nav = "home"};
  return visit.Show("pages/home.html", std::move(page));
}

}  // namespace

void MountHome(Mount& mount) { mount.Everyone("/", {}, ShowHome); }

}  // namespace storefront
