#include "storefront/backends/people.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/how_long.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/view/format.hpp"

/// /ban/nguoi-giup: who helps the household with its orders. It asks somebody by telephone number; he helps once he
/// says yes on his own page (helping.cpp), and either ends it when they like.
namespace storefront {
namespace {

constexpr const char* kHere = "/ban/nguoi-giup";

Reply ShowHelpers(Visit& visit, const Workplace& place) {
  const auto members = backends::MembersOf(visit.app.accounts.ask(), visit.caller(), place.shop.party_id);
  if (!members) return visit.Fail(members.failure());
  Page page{.title = visit.T("people.helpers"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "home");
  page.data.Set("FORM_KEY", NewFormKey());
  FillHowLong(visit, page.data);
  for (const auto& person : members->people) {
    if (person.role != "helper") continue;
    auto row = page.data.Add("HELPER");
    row.Set("ID", person.membership_id).Set("NAME", person.name).Set("PHONE", person.phone_masked);
    if (person.until) row.SetIfAny("UNTIL", view::Date(visit.language, *person.until));
  }
  for (const auto& one : members->invitations) {
    if (one.role != "helper") continue;
    auto row = page.data.Add("ASKED");
    row.Set("ID", one.membership_id)
        .Set("ASKED_PHONE", one.phone_masked)
        .Set("ASKED_UNTIL", view::Date(visit.language, one.expires_at));
    row.SetIfAny("ASKED_NAME", one.name);
  }
  return visit.Show("pages/seller/helpers.html", std::move(page));
}

Reply AskHelper(Visit& visit, const Workplace& place) {
  const auto& form = visit.form();
  const std::string phone = form.Text("dien_thoai", 32), name = form.Text("goi_la", 80),
                    how_long = form.Text("lau", 10);
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, "helper");
  const auto asked =
      backends::InviteHelper(visit.app.accounts.ask(), caller, place.shop.party_id, phone, name, DaysOf(how_long));
  return AfterTyped(visit, asked, visit.T("people.asked"), kHere, [&] { return ShowHelpers(visit, place); });
}

Reply EndHelp(Visit& visit, const Workplace& place) {
  return AfterDeed(
      visit,
      backends::DropMember(visit.app.accounts.ask(), visit.caller(), place.shop.party_id, visit.form().Text("ma", 40)),
      visit.T("people.ended"), kHere);
}

}  // namespace

void MountHelpers(Mount& mount) {
  mount.Get(kHere, For::kSignedIn, InShop(ShowHelpers));
  mount.Post(kHere, For::kSignedIn, InShop(AskHelper));
  mount.Post("/ban/nguoi-giup/thoi", For::kSignedIn, InShop(EndHelp));
}

}  // namespace storefront
