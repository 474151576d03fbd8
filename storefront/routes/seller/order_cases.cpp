#include "storefront/backends/cases.hpp"
#include "storefront/backends/fulfilment.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/case_view.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"

/// /ban/don/<id>/viec: a part of an order, something else instead, goods that came back, a dispute's answer.
/// /ban/gio-tra-loi: how long the shop's orders wait for its yes.
namespace storefront {
namespace {

constexpr std::int64_t kMostPieces = 999;
constexpr std::int64_t kMostHours = 48;
constexpr std::int64_t kMostPackDays = 60;

std::string PathOf(const std::string& id) {
  return "/ban/don/" + id + "/viec";
}

Reply ShowCases(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id"));
  const auto cases = backends::CasesOfWorkOrder(visit.app.orders.ask(), visit.caller(), id);
  if (!cases) return visit.Fail(cases.failure());
  Page page{.title = cases->view.code, .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "orders");
  FillOrder(visit, data, cases->view);
  FillCases(visit, data, *cases);
  data.Set("ID", id).Set("FORM_KEY", NewFormKey());
  data.Show("CAN_ACCEPT_PART", cases->view.state == "confirmed").Show("CAN_TAKE_OFF", cases->view.state == "accepted");
  bool any = false;
  if (cases->can_amend) {
    if (const auto shelf = backends::ShopStock(visit.app.orders.ask(), visit.caller(), place.shop.id)) {
      for (const auto& stock : *shelf) {
        if (stock.free <= 0 || !stock.sellable) continue;
        any = true;
        data.Add("OTHER")
            .Set("OTHER_ID", stock.variant_id)
            .Set("OTHER_NAME", stock.product_name + (stock.variant_name.empty() ? "" : " – " + stock.variant_name));
      }
    }
  }
  data.Show("CAN_SUBSTITUTE", any);
  const auto& state = cases->view.state;
  data.Show("NOTHING_TO_DO", state != "confirmed" && state != "accepted" && !any && cases->returns.empty() &&
                                 cases->disputes.empty() && cases->substitutions.empty());
  return visit.Show("pages/seller/order_cases.html", std::move(page));
}

backends::Got<backends::Nothing> Deed(Visit& visit, Typed& typed, const backends::Caller& caller, const std::string& id,
                                      const std::string& deed) {
  // What stands when a number cannot be read: nobody is asked.
  const backends::Failure unread{.status = 400, .code = "field-unreadable"};
  const auto& orders = visit.app.orders.ask();
  const auto& form = visit.form();
  if (deed == "agree" || deed == "refuse")
    return backends::MoveReturn(orders, caller, form.Text("ma", 30), deed, form.Text("loi", 600));
  if (deed == "receive") {
    const auto fate = typed.Words("hang", 10, true);
    return typed.sound() ? backends::MoveReturn(orders, caller, form.Text("ma", 30), deed, fate) : unread;
  }
  if (deed == "answer") return backends::AnswerDispute(orders, caller, form.Text("ma", 30), form.Text("loi", 600));
  if (deed == "substitute") {
    const auto pieces = typed.Pieces("so", {.least = 1, .most = kMostPieces});
    if (!typed.sound()) return unread;
    return backends::OfferSubstitute(orders, caller, id, form.Text("mon", 30), form.Text("doi", 30), pieces);
  }
  const auto cases = backends::CasesOfWorkOrder(orders, visit.caller(), id);
  if (!cases) return cases.failure();
  const auto version = typed.Ours("phien_ban");
  const auto kept = ReadKept(typed, *cases);
  if (!typed.sound()) return unread;
  return deed == "accept-part" ? backends::AcceptPart(orders, caller, id, kept, version)
                               : backends::TakeOff(orders, caller, id, "", kept, version);
}

Reply Do(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id")), deed = visit.form().Text("viec", 20);
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, deed + visit.form().Text("ma", 30));
  Typed typed(visit);
  const auto done = Deed(visit, typed, caller, id, deed);
  const auto again = [&] { return ShowCases(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  return AfterTyped(visit, done, visit.T("case.done.shop"), PathOf(id), again);
}

Reply ShowClock(Visit& visit, const Workplace& place) {
  const auto clock = backends::ClockOfShop(visit.app.orders.ask(), visit.caller(), place.shop.id);
  if (!clock) return visit.Fail(clock.failure());
  Page page{.title = visit.T("case.clock-title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "orders");
  page.data.SetNumber("SHOP_HOURS", clock->shop)
      .SetNumber("HELPER_HOURS", clock->helper)
      .SetNumber("COOPERATIVE_HOURS", clock->cooperative)
      .SetNumber("PACK_DAYS", clock->pack_days);
  return visit.Show("pages/seller/clock.html", std::move(page));
}

Reply SetClock(Visit& visit, const Workplace& place) {
  Typed typed(visit);
  const auto hours = [&](std::string_view field, std::int64_t least) {
    return typed.Of(web::Measure::kHours, field, {.least = least, .most = kMostHours});
  };
  const backends::Clock clock{hours("ban", 1), hours("giup", 0), hours("htx", 0),
                              typed.Of(web::Measure::kDays, "goi", {.least = 1, .most = kMostPackDays})};
  const auto again = [&] { return ShowClock(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  return AfterTyped(visit, backends::SetClock(visit.app.orders.ask(), visit.caller(), place.shop.id, clock),
                    visit.T("case.done.clock"), "/ban/gio-tra-loi", again);
}

}  // namespace

void MountSellerCases(Mount& mount) {
  mount.Get("/ban/don/:id/viec", For::kSignedIn, AtOrder(ShowCases));
  mount.Post("/ban/don/:id/viec", For::kSignedIn, AtOrder(Do));
  mount.Get("/ban/gio-tra-loi", For::kSignedIn, InShop(ShowClock));
  mount.Post("/ban/gio-tra-loi", For::kSignedIn, InShop(SetClock));
}

}  // namespace storefront
