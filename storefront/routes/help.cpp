#include "storefront/routes/mount.hpp"
#include "storefront/view/format.hpp"

/// Pages that ask nobody: help, what is kept of people, and what a phone shows without a line.
namespace storefront {
namespace {

Reply ShowHelp(Visit& visit) {
  Page page{.title = visit.T("help.title"), .description = visit.T("help.description"), .canonical = "/tro-giup"};
  page.data.SetIfAny("CONTACT", visit.app.settings.contact);
  return visit.Show("pages/help.html", std::move(page));
}

Reply ShowPrivacy(Visit& visit) {
  Page page{.title = visit.T("privacy.title"), .description = visit.T("privacy.description"), .canonical = "/rieng-tu"};
  page.data.Set("CART_DAYS", view::Number(visit.language, visit.app.settings.cart_days));
  page.data.Set("ERASE_DAYS", view::Number(visit.language, visit.app.settings.erase_days));
  page.data.Set("EVIDENCE_DAYS", view::Number(visit.language, visit.app.settings.evidence_days));
  page.data.SetIfAny("CONTACT", visit.app.settings.contact);
  return visit.Show("pages/privacy.html", std::move(page));
}

Reply ShowOffline(Visit& visit) {
  Page page{.title = visit.T("offline.title"), .indexed = false};
  return visit.Show("pages/offline.html", std::move(page));
}

}  // namespace

void MountHelp(Mount& mount) {
  mount.Everyone("/tro-giup", {.life = std::chrono::hours(1)}, ShowHelp);
  mount.Everyone("/rieng-tu", {.life = std::chrono::hours(1)}, ShowPrivacy);
  mount.Everyone("/ngoai-tuyen", {.life = std::chrono::hours(1)}, ShowOffline);
}

}  // namespace storefront
