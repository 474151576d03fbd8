#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/people.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/order_rows.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /htx: one board of all members' orders and parcels; /htx/don the orders; /htx/thanh-vien the members.
namespace storefront {
namespace {

/// Runs `work(visit, cooperative_id)` for who keeps a cooperative's books; others see a page that says who may.
template <class Work>
Mount::Handler InCooperative(Work work) {
  return [work](Visit& visit) -> Reply {
    const auto parties = PartiesOfKind(visit, "cooperative");
    if (parties.empty()) return visit.Problem(403, visit.T("work.no-cooperative"));
    return work(visit, parties.front());
  };
}

void FillRow(const Visit& visit, view::Data row, const backends::BoardRow& from) {
  row.Set("NAME", from.name)
      .Set("WAITING", view::Number(visit.language, from.Of("confirmed")))
      .Show("HOT", from.Of("confirmed") > 0);
  row.Set("TO_PACK", view::Number(visit.language, from.Of("accepted")))
      .Set("ON_ROAD", view::Number(visit.language, from.Of("packed") + from.Of("shipped")));
  row.Set("DELIVERED", view::Number(visit.language, from.Of("delivered")))
      .Set("OPEN_GOODS", view::Money(visit.language, from.open_goods));
  row.Set("SOLD", view::Money(visit.language, from.delivered_goods));
  if (from.has_waiting) row.SetIfAny("OLDEST", view::Moment(visit.language, from.oldest_waiting));
}

Reply ShowBoard(Visit& visit, const std::string& cooperative) {
  const auto board = backends::CooperativeBoard(visit.app.orders.ask(), visit.caller(), cooperative);
  if (!board) return visit.Fail(board.failure());
  Page page{.title = visit.T("work.cooperative"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "cooperative");
  FillRow(visit, page.data, board->sum);
  for (const auto& row : board->rows) FillRow(visit, page.data.Add("MEMBER"), row);
  page.data.Show("NO_MEMBER", board->rows.empty());
  const auto waiting = backends::ListOrders(visit.app.orders.ask(), visit.caller(), {.cooperative_id = cooperative},
                                            "confirmed", "", 12);
  if (waiting) FillOrderRows(visit, page.data, *waiting, "", "/htx/don?trang-thai=confirmed&sau=");
  return visit.Show("pages/cooperative/board.html", std::move(page));
}

Reply ShowOrders(Visit& visit, const std::string& cooperative) {
  const std::string state = visit.request.QueryOr("trang-thai", "");
  const auto orders = backends::ListOrders(visit.app.orders.ask(), visit.caller(), {.cooperative_id = cooperative},
                                           state, visit.request.QueryOr("sau", ""));
  if (!orders) return visit.Fail(orders.failure());
  Page page{.title = visit.T("work.cooperative-orders"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "cooperative-orders");
  FillStateTabs(visit, page.data, "/htx/don", state);
  FillOrderRows(visit, page.data, *orders, "", "/htx/don?trang-thai=" + state + "&sau=", cooperative);
  return visit.Show("pages/cooperative/orders.html", std::move(page));
}

Reply ShowMembers(Visit& visit, const std::string& cooperative) {
  const auto members = backends::MembersOf(visit.app.accounts.ask(), visit.caller(), cooperative);
  if (!members) return visit.Fail(members.failure());
  Page page{.title = visit.T("work.members"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "members");
  page.data.Set("FORM_KEY", NewFormKey());
  for (const auto& party : members->parties) {
    page.data.Add("PARTY")
        .Set("ID", party.membership_id)
        .Set("PARTY_ID", party.party_id)
        .Set("NAME", party.name)
        .Set("KIND", visit.Known("kind.", party.kind));
  }
  for (const auto& one : members->invitations) {
    auto row = page.data.Add("ASKED");
    row.Set("ID", one.membership_id)
        .Set("ASKED_PHONE", one.phone_masked)
        .Set("ASKED_FOR", one.of_household() ? visit.T("people.to-join") : visit.Known("role.", one.role))
        .Set("ASKED_UNTIL", view::Date(visit.language, one.expires_at));
    row.SetIfAny("ASKED_NAME", one.name);
  }
  for (const auto& person : members->people) {
    page.data.Add("PERSON")
        .Set("NAME", person.name)
        .Set("PHONE", person.phone_masked)
        .Set("ROLE", visit.Known("role.", person.role));
  }
  page.data.Show("NO_PARTY", members->parties.empty() && members->invitations.empty());
  return visit.Show("pages/cooperative/members.html", std::move(page));
}

Reply InviteMember(Visit& visit, const std::string& cooperative) {
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, "member");
  return AfterDeed(visit,
                   backends::InviteHousehold(visit.app.accounts.ask(), caller, cooperative,
                                             visit.form().Text("dien_thoai", 32), visit.form().Text("goi_la", 80)),
                   visit.T("work.member-invited"), "/htx/thanh-vien");
}

Reply DropMember(Visit& visit, const std::string& cooperative) {
  return AfterDeed(
      visit, backends::DropMember(visit.app.accounts.ask(), visit.caller(), cooperative, visit.form().Text("ma", 40)),
      visit.T("work.member-dropped"), "/htx/thanh-vien");
}

}  // namespace

void MountCooperative(Mount& mount) {
  mount.Get("/htx", For::kSignedIn, InCooperative(ShowBoard));
  mount.Get("/htx/don", For::kSignedIn, InCooperative(ShowOrders));
  mount.Get("/htx/thanh-vien", For::kSignedIn, InCooperative(ShowMembers));
  mount.Post("/htx/thanh-vien", For::kSignedIn, InCooperative(InviteMember));
  mount.Post("/htx/thanh-vien/bo", For::kSignedIn, InCooperative(DropMember));
}

}  // namespace storefront
