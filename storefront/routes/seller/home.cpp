#include <algorithm>

#include "storefront/backends/cases.hpp"
#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/office.hpp"
#include "storefront/backends/people.hpp"
#include "storefront/backends/selling.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban: what a seller has to do today, in numbers big enough to read at arm's length.
namespace storefront {
namespace {

constexpr std::int64_t kFewLeft = 5;

void FillBoard(const Visit& visit, view::Data& data, const backends::BoardRow& board) {
  const auto waiting = board.Of("confirmed");
  data.Set("WAITING", view::Number(visit.language, waiting)).Show("WAITING_HOT", waiting > 0);
  data.Set("TO_PACK", view::Number(visit.language, board.Of("accepted")));
  data.Set("ON_ROAD", view::Number(visit.language, board.Of("packed") + board.Of("shipped")));
  data.Set("DELIVERED", view::Number(visit.language, board.Of("delivered")));
  if (board.has_waiting) data.SetIfAny("OLDEST", view::Moment(visit.language, board.oldest_waiting));
}

/// Whose buyer waits for an answer about what went wrong: silence decides for the shop.
void FillAsked(Visit& visit, view::Data& data, const std::string& shop_id) {
  const auto& orders = visit.app.orders.ask();
  const auto caller = visit.caller(std::chrono::milliseconds(1500));
  const auto add = [&](std::string_view sentence, const std::string& order_id, keel::Instant until) {
    data.Add("ASKED")
        .Set("ASKED_OF", order_id)
        .Set("ASKED_WHAT", visit.T(sentence))
        .Set("ASKED_BY", view::Moment(visit.language, until));
  };
  if (const auto returns = backends::ReturnsIn(orders, caller, "asked", shop_id))
    for (const auto& one : returns->items) add("case.return-waits", one.order_id, one.until);
  if (const auto disputes = backends::DisputesIn(orders, caller, "open", "", shop_id))
    for (const auto& one : disputes->items) add("case.dispute-waits", one.order_id, one.answer_until);
}

Reply ShowHome(Visit& visit) {
  const auto found = FindWorkplace(visit);
  if (!found) return visit.Fail(found.failure());
  Page page{.title = visit.T("work.title"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  if (!*found) {
    AddWorkNav(visit, data, "home");
    return visit.Show("pages/seller/welcome.html", std::move(page));
  }
  const Workplace& place = **found;
  AddWorkNav(visit, data, "home");
  data.Set("SHOP", place.shop.name)
      .Set("SHOP_SLUG", place.shop.slug)
      .Show("SUSPENDED", place.shop.state == "suspended")
      .Show("RESTING", place.shop.state == "paused")
      .Show("SELLING", place.shop.state == "open")
      .Set("FORM_KEY", NewFormKey());
  if (place.shop.state == "suspended")
    if (const auto party = backends::FindParty(visit.app.accounts.ask(), visit.caller(), place.shop.party_id))
      data.SetIfAny("WHY_SUSPENDED", party->suspend_reason);
  for (const auto& shop : place.all) {
    if (place.all.size() > 1)
      data.Add("OTHER_SHOP").Set("ID", shop.id).Set("NAME", shop.name).Show("HERE_NOW", shop.id == place.shop.id);
  }
  data.Show("SEVERAL", place.all.size() > 1);

  const auto cooperatives = backends::CooperativesOf(
      visit.app.accounts.ask(), visit.caller(std::chrono::milliseconds(1500)), place.shop.party_id);
  if (cooperatives) data.Show("IN_COOPERATIVES", !cooperatives->empty());
  const auto invitations =
      backends::MyInvitations(visit.app.accounts.ask(), visit.caller(std::chrono::milliseconds(1500)));
  if (invitations)
    for (const auto& one : *invitations)
      if (one.of_household())
        data.Add("INVITATION").Set("INVITED_BY", visit.T("work.invited", {{"NAME", one.party_name}}));

  FillAsked(visit, data, place.shop.id);
  const auto board = backends::ShopBoard(visit.app.orders.ask(), visit.caller(), place.shop.id);
  data.Show("BOARD", static_cast<bool>(board)).Show("BOARD_AWAY", !board);
  if (board) FillBoard(visit, data, board->sum);
  const auto money =
      backends::MoneyOf(visit.app.payments.ask(), visit.caller(std::chrono::milliseconds(1500)), place.shop.party_id);
  if (money) data.SetIfAny("OWED", view::Money(visit.language, money->owed));
  const auto stock =
      backends::ShopStock(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(1500)), place.shop.id);
  if (stock) {
    // What was taken off or dropped is no goods of the shop; of a shop that rests everything rests.
    const auto counts = [&](const backends::Stock& row) { return row.sellable || place.shop.state != "open"; };
    const auto is_low = [&](const backends::Stock& row) { return counts(row) && row.free <= kFewLeft; };
    data.SetIfAny("GOODS", view::Number(visit.language, std::ranges::count_if(*stock, counts)));
    for (const auto& row : *stock) {
      if (!is_low(row)) continue;
      auto warning = data.Add("LOW");
      warning.Set("PRODUCT_ID", row.product_id)
          .Set("NAME", row.product_name)
          .Set("UNIT", row.unit)
          .Set("FREE", view::Number(visit.language, row.free));
    }
    data.Show("HAS_LOW", std::ranges::any_of(*stock, is_low));
  }
  return visit.Show("pages/seller/home.html", std::move(page));
}

/// A rest, for a harvest, a wedding or a flood: nothing is sold until the shop opens again.
Reply Rest(Visit& visit, const Workplace& place) {
  const bool rests = visit.form().Text("viec", 10) == "nghi";
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, rests ? "pause" : "open");
  return AfterDeed(visit, backends::MoveShop(visit.app.catalog.ask(), caller, place.shop.id, rests ? "pause" : "open"),
                   visit.T(rests ? "work.rests-now" : "work.sells-now"), "/ban");
}

}  // namespace

void MountSellerHome(Mount& mount) {
  mount.Get("/ban", For::kSignedIn, ShowHome);
  mount.Post("/ban/nghi", For::kSignedIn, InShop(Rest));
}

}  // namespace storefront
