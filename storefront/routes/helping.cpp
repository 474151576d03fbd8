#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/people.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/how_long.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/view/format.hpp"
#include "storefront/web/session.hpp"

/// /giup: who asks me to belong to them, whom I help, and their orders that wait for an answer.
namespace storefront {
namespace {

constexpr const char* kHere = "/giup";

/// Which of theirs may join a cooperative; a household before an enterprise.
std::vector<backends::MyMembership> MayJoin(const backends::Me& me) {
  std::vector<backends::MyMembership> own;
  for (const std::string_view kind : {"household", "enterprise", "team"})
    for (const auto& part : me.memberships)
      if (part.role == "owner" && part.kind == kind) own.push_back(part);
  return own;
}

void ShowInvitations(Visit& visit, view::Data& data, const std::vector<backends::Invitation>& invitations,
                     const std::vector<backends::MyMembership>& own) {
  for (const auto& one : invitations) {
    auto row = data.Add("INVITATION");
    row.Set("ID", one.membership_id).Set("PARTY_ID", one.party_id).Set("PARTY_NAME", one.party_name);
    row.Show("TO_HELP", one.role == "helper").Show("TO_JOIN", one.of_household());
    row.Show("CHOOSE", one.of_household() && own.size() > 1);
    for (const auto& part : own) row.Add("MINE").Set("MINE_ID", part.party_id).Set("MINE_NAME", part.party_name);
    const bool to_work = one.role != "helper" && !one.of_household();
    row.Show("TO_WORK", to_work);
    if (to_work) row.Set("WORK", visit.T("people.to-work", {{"ROLE", visit.Known("role.", one.role)}}));
    row.Set("LASTS", one.days > 0 ? visit.T("people.for-days", {{"DAYS", view::Number(visit.language, one.days)}})
                                  : visit.T("people.no-end"));
  }
}

/// Orders of a household that wait for its yes, which whoever helps it may say.
void ShowWaiting(Visit& visit, view::Data& household, const backends::MyMembership& helped) {
  const auto orders = backends::ListOrders(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(1500)),
                                           {.party_id = helped.party_id}, "confirmed", "", 12);
  household.Show("ORDERS_AWAY", !orders);
  if (!orders) return;
  household.Show("NOTHING_WAITS", orders->items.empty());
  for (const auto& order : orders->items)
    household.Add("WAITING")
        .Set("ORDER_ID", order.view.id)
        .Set("CODE", order.view.code)
        .Set("TOTAL", view::Money(visit.language, order.view.total))
        .Set("SINCE", view::Moment(visit.language, order.moved_at))
        .Set("FORM_KEY", NewFormKey());
}

Reply ShowHelping(Visit& visit) {
  const auto invitations = backends::MyInvitations(visit.app.accounts.ask(), visit.caller());
  if (!invitations) return visit.Fail(invitations.failure());
  const auto me = visit.app.accounts.WhoAmI(visit.caller());
  if (!me) return visit.Fail(me.failure());
  Page page{.title = visit.T("people.helping"), .nav = "me", .indexed = false};
  ShowInvitations(visit, page.data, *invitations, MayJoin(*me));
  bool helps = false;
  for (const auto& part : me->memberships) {
    if (part.role != "helper") continue;
    helps = true;
    auto row = page.data.Add("HELPED");
    row.Set("ID", part.membership_id).Set("PARTY_ID", part.party_id).Set("PARTY_NAME", part.party_name);
    if (part.until) row.SetIfAny("UNTIL", view::Date(visit.language, *part.until));
    ShowWaiting(visit, row, part);
  }
  page.data.Show("HELPS_NOBODY", !helps);
  FillHowLong(visit, page.data);
  return visit.Show("pages/helping.html", std::move(page));
}

/// The new role stands in fresh tokens only.
void TakeFreshTokens(Visit& visit) {
  const auto tokens = visit.app.accounts.Refresh(visit.caller(), visit.ReadCookie(web::kRefreshCookie));
  if (tokens) visit.SignedIn(*tokens);
}

/// A yes or a no to an invitation.
Reply AnswerInvitation(Visit& visit) {
  const auto& form = visit.form();
  const std::string party = form.Text("don_vi", 40), id = form.Text("ma", 40);
  if (form.Text("tra_loi", 10) != "co")
    return AfterDeed(visit, backends::DropMember(visit.app.accounts.ask(), visit.caller(), party, id),
                     visit.T("people.said-no"), kHere);
  const auto joined =
      backends::AcceptInvitation(visit.app.accounts.ask(), visit.caller(), party, id, form.Text("ho", 40));
  if (joined) TakeFreshTokens(visit);
  return AfterDeed(visit, joined, visit.T("people.said-yes"), kHere);
}

Reply StopHelping(Visit& visit) {
  const auto& form = visit.form();
  return AfterDeed(
      visit,
      backends::DropMember(visit.app.accounts.ask(), visit.caller(), form.Text("don_vi", 40), form.Text("ma", 40)),
      visit.T("people.stopped"), kHere);
}

/// A code goes to the household's own telephone; the next page takes what its owner reads from it.
Reply AskForCode(Visit& visit) {
  const auto asked = backends::AskToHelp(visit.app.accounts.ask(), visit.caller(std::chrono::seconds(6)),
                                         visit.form().Text("dien_thoai", 32), DaysOf(visit.form().Text("lau", 10)));
  return AfterTyped(visit, asked, visit.T("people.code-sent"),
                    asked ? "/giup/ma?lan=" + keel::http::UrlEncode(*asked) : kHere,
                    [&] { return ShowHelping(visit); });
}

Reply ShowCode(Visit& visit) {
  const std::string typed = visit.form().Text("lan", 40);  // Of a form that was refused.
  Page page{.title = visit.T("people.code-title"), .nav = "me", .indexed = false};
  page.data.Set("CHALLENGE", typed.empty() ? visit.request.QueryOr("lan", "").substr(0, 40) : typed);
  return visit.Show("pages/helping_code.html", std::move(page));
}

Reply TakeCode(Visit& visit) {
  const auto joined = backends::HelpByCode(visit.app.accounts.ask(), visit.caller(), visit.form().Text("lan", 40),
                                           visit.form().Text("ma", 20));
  if (joined) TakeFreshTokens(visit);
  return AfterTyped(visit, joined, visit.T("people.helps-now"), kHere, [&] { return ShowCode(visit); });
}

Reply AcceptFor(Visit& visit) {
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, "accept-for");
  return AfterDeed(visit, backends::MoveOrder(visit.app.orders.ask(), caller, visit.form().Text("don", 40), "accept"),
                   visit.T("people.accepted-for", {{"NAME", visit.form().Text("ten", 120)}}), kHere);
}

}  // namespace

void MountHelping(Mount& mount) {
  mount.Get(kHere, For::kSignedIn, ShowHelping);
  mount.Post("/giup/tra-loi", For::kSignedIn, AnswerInvitation);
  mount.Post("/giup/thoi", For::kSignedIn, StopHelping);
  mount.Post("/giup/xin", For::kSignedIn, AskForCode);
  mount.Get("/giup/ma", For::kSignedIn, ShowCode);
  mount.Post("/giup/ma", For::kSignedIn, TakeCode);
  mount.Post("/giup/nhan-don", For::kSignedIn, AcceptFor);
}

}  // namespace storefront
