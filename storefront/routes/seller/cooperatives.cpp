#include "storefront/backends/people.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/workplace.hpp"

/// /ban/hop-tac-xa: the cooperatives a shop is in or invited to. None sees its orders and money before it says yes
/// here.
namespace storefront {
namespace {

constexpr const char* kHere = "/ban/hop-tac-xa";

Reply ShowCooperatives(Visit& visit, const Workplace& place) {
  const auto cooperatives = backends::CooperativesOf(visit.app.accounts.ask(), visit.caller(), place.shop.party_id);
  if (!cooperatives) return visit.Fail(cooperatives.failure());
  Page page{.title = visit.T("work.cooperatives"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "home");
  for (const auto& one : *cooperatives)
    page.data.Add("COOPERATIVE")
        .Set("ID", one.membership_id)
        .Set("COOPERATIVE_ID", one.party_id)
        .Set("NAME", one.name)
        .Show("JOINED", true)
        .Show("INVITED", false);
  bool asked = false;
  if (const auto invitations = backends::MyInvitations(visit.app.accounts.ask(), visit.caller()))
    for (const auto& one : *invitations) {
      if (!one.of_household()) continue;
      asked = true;
      page.data.Add("COOPERATIVE")
          .Set("ID", one.membership_id)
          .Set("COOPERATIVE_ID", one.party_id)
          .Set("NAME", one.party_name)
          .Show("JOINED", false)
          .Show("INVITED", true);
    }
  page.data.Show("NONE", cooperatives->empty() && !asked);
  return visit.Show("pages/seller/cooperatives.html", std::move(page));
}

Reply Join(Visit& visit, const Workplace& place) {
  return AfterDeed(visit,
                   backends::AcceptInvitation(visit.app.accounts.ask(), visit.caller(), visit.form().Text("htx", 40),
                                              visit.form().Text("ma", 40), place.shop.party_id),
                   visit.T("work.joined"), kHere);
}

Reply Leave(Visit& visit, const Workplace&) {
  return AfterDeed(visit,
                   backends::DropMember(visit.app.accounts.ask(), visit.caller(), visit.form().Text("htx", 40),
                                        visit.form().Text("ma", 40)),
                   visit.T("work.left"), kHere);
}

}  // namespace

void MountSellerCooperatives(Mount& mount) {
  mount.Get(kHere, For::kSignedIn, InShop(ShowCooperatives));
  mount.Post("/ban/hop-tac-xa/vao", For::kSignedIn, InShop(Join));
  mount.Post("/ban/hop-tac-xa/ra", For::kSignedIn, InShop(Leave));
}

}  // namespace storefront
