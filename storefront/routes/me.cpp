#include <algorithm>

#include "storefront/backends/people.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cart_of.hpp"
#include "storefront/web/language_cookie.hpp"

/// /toi: whoever is signed in, the doors open to them, and what they may change about themselves.
namespace storefront {
namespace {

/// A refused form opens again: "?mo=ten" or "?mo=mat-khau".
void FillSettings(const Visit& visit, view::Data& data, const backends::Me& me) {
  const std::string open = visit.request.QueryOr("mo", "");
  data.Set("NAME_NOW", me.name).Show("NAME_OPEN", open == "ten").Show("PASSWORD_OPEN", open == "mat-khau");
  data.Show("HAS_PASSWORD", me.has_password).Show("NO_PASSWORD", !me.has_password);
  data.Show("WRITTEN_VI", me.language != "en").Show("WRITTEN_EN", me.language == "en");
}

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
  const auto invitations =
      backends::MyInvitations(visit.app.accounts.ask(), visit.caller(std::chrono::milliseconds(1500)));
  page.data.Show("ASKED", invitations && !invitations->empty());
  FillSettings(visit, page.data, *me);
  return visit.Show("pages/me.html", std::move(page));
}

/// The name, and the tongue of pages and messages.
Reply ChangeMe(Visit& visit) {
  const std::string name = visit.form().Text("ten", 81);
  const auto language = visit.form().Text("tieng", 2) == "en" ? view::Language::kEn : view::Language::kVi;
  const auto changed = visit.app.accounts.ChangeMe(visit.caller(), name, std::string(view::Code(language)));
  if (!changed) {
    if (changed.failure().down() || changed.failure().status == 401) return visit.Fail(changed.failure());
    visit.Flash("bad", visit.Sentence(changed.failure()));
    return visit.SeeOther("/toi?mo=ten");
  }
  visit.Set(web::LanguageCookie(language));
  visit.Flash("good", visit.app.messages.Text(language, "me.changed"));
  return visit.SeeOther("/toi");
}

Reply SetPassword(Visit& visit) {
  const std::string password = visit.form().Text("mat_khau", 200);
  if (password != visit.form().Text("lan_hai", 200)) {
    visit.Flash("bad", visit.T("me.password-differs"));
    return visit.SeeOther("/toi?mo=mat-khau");
  }
  const auto set = visit.app.accounts.SetPassword(visit.caller(std::chrono::seconds(6)), password);
  if (!set) {
    if (set.failure().down() || set.failure().status == 401) return visit.Fail(set.failure());
    visit.Flash("bad", visit.Sentence(set.failure()));
    return visit.SeeOther("/toi?mo=mat-khau");
  }
  visit.Flash("good", visit.T("me.password-set"));
  return visit.SeeOther("/toi");
}

/// Unlike signing out here this must have happened before it is said: the lost telephone is the reason.
Reply SignOutEverywhere(Visit& visit) {
  const auto done = visit.app.accounts.SignOutEverywhere(visit.caller(std::chrono::seconds(6)));
  if (!done) return visit.Fail(done.failure());
  visit.SignedOut();
  ForgetCart(visit);
  visit.Flash("good", visit.T("me.signed-out-everywhere"));
  return visit.SeeOther("/vao");
}

}  // namespace

void MountMe(Mount& mount) {
  mount.Get("/toi", For::kSignedIn, ShowMe);
  mount.Post("/toi", For::kSignedIn, ChangeMe);
  mount.Post("/toi/mat-khau", For::kSignedIn, SetPassword);
  mount.Post("/toi/ra-het", For::kSignedIn, SignOutEverywhere);
}

}  // namespace storefront
