#include "storefront/routes/mount.hpp"
#include "storefront/web/language_cookie.hpp"

namespace storefront {
namespace {

/// /ngon-ngu?den=en&ve=/gio-hang: remembers the tongue and goes back. A plain link, so that it works everywhere.
Reply ChangeLanguage(Visit& visit) {
  const std::string wanted = visit.request.QueryOr("den", "vi");
  visit.Set(web::LanguageCookie(wanted == "en" ? view::Language::kEn : view::Language::kVi));
  // Messages by telephone follow. Best effort: the page itself has the cookie.
  if (visit.session() && (wanted == "en" || wanted == "vi")) {
    auto caller = visit.caller(std::chrono::milliseconds(800));
    caller.language = wanted == "en" ? view::Language::kEn : view::Language::kVi;
    static_cast<void>(visit.app.accounts.SaveLanguage(caller));
  }
  return visit.SeeOther(visit.request.QueryOr("ve", "/"));
}

}  // namespace

void MountLanguage(Mount& mount) {
  mount.Get("/ngon-ngu", For::kVisitor, ChangeLanguage);
}

}  // namespace storefront
