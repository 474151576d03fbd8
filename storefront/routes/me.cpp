#include <algorithm>

#include "storefront/routes/mount.hpp"

/// /toi: whoever is signed in, and the doors open to them.
namespace storefront {
namespace {

Reply ShowMe(Visit& visit) {
  const auto me = visit.app.accounts.WhoAmI(visit.caller());
  if (!me) return visit.Fail(me.failure());
  Page page{.title = visit.T("nav.me"), .nav = "me", .indexed = false};
  page.data.Set("MY_NAME", me->name.empty() ? me->phone_masked : me->name).Set("PHONE", me->phone_masked);
  for (const auto& part : me->memberships) {
    page.data.Add("PARTY")
        .Set("PARTY_NAME", part.party_name)
        .Set("KIND", visit.Known("kind.", part.kind))
        .Set("ROLE", visit.Known("role.", part.role));
  }
  const auto has = [&](std::string_view kind) {
    return std::ranges::find(me->memberships, kind, &backends::MyMembership::kind) != me->memberships.end();
  };
  page.data.Show("HAS_PARTIES", !me->memberships.empty()).Show("NO_PARTIES", me->memberships.empty());
  page.data.Show("COOPERATIVE", has("cooperative"));
  return visit.Show("pages/me.html", std::move(page));
}

}  // namespace

void MountMe(Mount& mount) {
  mount.Get("/toi", For::kSignedIn, ShowMe);
}

}  // namespace storefront
