#include <algorithm>

#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/people.hpp"
#include "storefront/backends/personal.hpp"
#include "storefront/backends/settlement.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/order_rows.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/don: the shop's orders; one order with what to do next; its label and its slip.
namespace storefront {
namespace {

using backends::WorkOrder;

constexpr std::int64_t kHeaviest = 200'000;  // Grams of one parcel.

std::string PathOf(const std::string& id) {
  return "/ban/don/" + id;
}

Reply ShowOrders(Visit& visit, const Workplace& place) {
  const std::string state = visit.request.QueryOr("trang-thai", "");
  const auto orders = backends::ListOrders(visit.app.orders.ask(), visit.caller(), {.shop_id = place.shop.id}, state,
                                           visit.request.QueryOr("sau", ""));
  if (!orders) return visit.Fail(orders.failure());
  Page page{.title = visit.T("work.orders"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "orders");
  FillStateTabs(visit, page.data, "/ban/don", state);
  FillOrderRows(visit, page.data, *orders, "/ban/don/", "/ban/don?trang-thai=" + state + "&sau=");
  return visit.Show("pages/seller/orders.html", std::move(page));
}

/// Where the parcel is that left though its order was cancelled; empty where none did.
std::string StrayParcel(const Visit& visit, const WorkOrder& order) {
  const std::string& parcel = order.shipment_state;
  const bool at_home = parcel.empty() || parcel == "created" || parcel == "cancelled" || parcel == "failed";
  if (order.view.state != "cancelled" || at_home) return {};
  const bool over = parcel == "delivered" || parcel == "returned" || parcel == "lost_damaged";
  return visit.T(over ? "work.stray." + parcel : "work.stray.away");
}

void FillWhole(const Visit& visit, view::Data& data, const WorkOrder& order) {
  FillOrder(visit, data, order.view);
  data.Set("ID", order.view.id)
      .Set("BUYER", order.buyer_phone.empty() ? visit.T("mydata.buyer-erased") : order.view.buyer_name)
      .SetIfAny("PHONE", order.buyer_phone)
      .Set("ADDRESS_LINE", order.address_line);
  data.Set("COMMUNE", order.commune).Set("PROVINCE", order.province).SetIfAny("NOTE", order.view.note);
  data.Set("RETURN_FREIGHT", view::Money(visit.language, order.view.return_freight));
  data.Set("PLACED", view::Moment(visit.language, order.placed_at)).SetNumber("GRAMS", order.grams);
  data.SetIfAny("STRAY", StrayParcel(visit, order));
  data.Set("WEIGHT", view::Weight(visit.language, order.grams))
      .Set("PAYMENT", visit.Known("payment.", order.view.payment));
  data.Show("TO_COLLECT", order.view.payment == "cod")
      .Show("PAID", order.view.payment != "cod" && order.view.state != "placed");
  const std::string& state = order.view.state;
  data.Show("CAN_ACCEPT", state == "confirmed")
      .Show("CAN_PACK", state == "accepted")
      .Show("MAY_CANCEL", order.can_cancel);
  data.Show("CAN_SPLIT", order.view.can_split);
  data.Show("HAS_LABEL", state == "packed" || state == "shipped");
  data.Show("LABEL_READY", !order.view.tracking_number.empty());
}

/// Why no carrier takes the parcel, and whom to ask again. What shipping says now goes before what orders heard: it may
/// be asking already.
void FillRefused(const Visit& visit, view::Data& data, const WorkOrder& order) {
  backends::Booking booking{.state = "failed", .problem = order.parcel_problem, .retry_with = {order.view.carrier}};
  if (auto now =
          backends::BookingOf(visit.app.shipping.ask(), visit.caller(std::chrono::milliseconds(1500)), order.view.id))
    booking = *std::move(now);
  if (booking.problem.empty()) booking.problem = order.parcel_problem;
  const bool asking = booking.state == "wanted" || booking.state == "booked";
  data.Show("LABEL_COMING", asking).Show("LABEL_REFUSED", !asking);
  data.Set("REFUSED_WHY", visit.Known("work.parcel-why.", booking.problem));
  data.Show("CAN_RETRY_PARCEL", !booking.retry_with.empty()).Show("RETRY_CHOICES", booking.retry_with.size() > 1);
  // Who did not answer may answer now; who said no would say so again.
  const bool silent = booking.problem.ends_with("-unavailable");
  for (const std::string& carrier : booking.retry_with)
    data.Add("RETRY_CHOICE")
        .Set("VALUE", carrier)
        .Set("LABEL", visit.Known("carrier.", carrier))
        .Show("CHOSEN", carrier == (silent ? booking.retry_with.front() : booking.retry_with.back()));
}

/// What a seller is to know of a payment of less or more than was asked, or of what goes back; else empty.
std::string PaidInOtherAmounts(const Visit& visit, const backends::OrderNet& net) {
  const auto say = [&](std::string_view key, keel::Money amount) {
    return visit.T(key, {{"AMOUNT", view::Money(visit.language, amount)}});
  };
  if (net.payment == "partly-paid") return say("work.paid-short", net.missing);
  if (net.to_give_back == keel::Money()) return {};
  if (!net.parts.held) return say("work.paid-yours-to-give-back", net.to_give_back);
  return say(net.payment == "overpaid" ? "work.paid-more" : "work.paid-back", net.to_give_back);
}

/// "X for Y": what a helper did stands with his name. By telephone he is known as the one who helps.
void FillDoneFor(Visit& visit, view::Data& data, const Workplace& place, const backends::OrderView& order) {
  const auto step = std::ranges::find(order.history, "accepted-by-helper", &backends::OrderStep::why);
  if (step == order.history.end()) return;
  std::string who = visit.T("people.some-helper");
  const auto members =
      backends::MembersOf(visit.app.accounts.ask(), visit.caller(std::chrono::milliseconds(1500)), place.shop.party_id);
  if (members)
    for (const auto& person : members->people)
      if (person.role == "helper" && !person.name.empty() &&
          (person.account_id == step->by || step->by == place.shop.party_id)) {
        who = person.name;
        break;
      }
  data.Set("DONE_WHAT", visit.Known("order.step.", step->state))
      .Set("DONE_AT", view::Moment(visit.language, step->at))
      .SetIfAny("DONE_FOR", visit.T("people.done-for", {{"WHO", who}, {"HOUSEHOLD", order.shop_name}}));
}

Reply ShowOrder(Visit& visit, const Workplace& place) {
  const auto order =
      backends::FindWorkOrder(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!order) return visit.Fail(order.failure());
  Page page{.title = order->view.code, .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "orders");
  FillWhole(visit, data, *order);
  FillDoneFor(visit, data, place, order->view);
  if (IsRefused(*order))
    FillRefused(visit, data, *order);
  else
    data.Show("LABEL_COMING", order->view.state == "packed" && order->view.tracking_number.empty());
  data.Set("FORM_KEY", NewFormKey());
  if (const auto net = backends::NetOfOrder(visit.app.payments.ask(), visit.caller(std::chrono::milliseconds(1500)),
                                            order->view.id)) {
    const auto& parts = net->parts;
    // What payments counts is what it would have been: of an order that came to nothing nobody receives it.
    const bool nothing = order->view.state == "cancelled" || order->view.state == "returned";
    data.Show("NO_NET", nothing);
    if (!nothing) data.SetIfAny("NET", view::Money(visit.language, parts.net));
    if (!nothing && parts.held && parts.post > keel::Money{})
      data.SetIfAny("OWN_POST", view::Money(visit.language, parts.post));
    data.SetIfAny("PAID", PaidInOtherAmounts(visit, *net));
  }
  return visit.Show("pages/seller/order.html", std::move(page));
}

Reply ShowSlip(Visit& visit, const Workplace&) {
  const auto order =
      backends::FindWorkOrder(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!order) return visit.Fail(order.failure());
  Page page{.title = order->view.code, .nav = "me", .indexed = false};
  page.data.Set("SHOP", order->view.shop_name);
  FillWhole(visit, page.data, *order);
  // The help page says so: whom the buyer rings about his parcel is whoever packs it.
  if (const auto me = backends::ReachMe(visit.app.accounts.ask(), visit.caller(std::chrono::milliseconds(1500))))
    page.data.SetIfAny("SHOP_PHONE", me->phone);
  return visit.Show("pages/seller/slip.html", std::move(page));
}

Reply Label(Visit& visit, const Workplace&) {
  auto pdf = backends::LabelOf(visit.app.shipping.ask(), visit.caller(std::chrono::seconds(8)),
                               std::string(visit.request.Param("id")));
  if (!pdf) {
    if (pdf.failure().down()) return visit.Fail(pdf.failure());
    visit.Flash("bad", visit.Sentence(pdf.failure()));
    return visit.SeeOther(PathOf(std::string(visit.request.Param("id"))));
  }
  Reply reply;
  reply.body = *std::move(pdf);
  reply.content_type = "application/pdf";
  return std::move(reply).With("Content-Disposition", "inline; filename=\"nhan.pdf\"");
}

/// Asks shipping to find a carrier for the parcel once more.
Reply Retry(Visit& visit, const Workplace& place, const std::string& id) {
  const auto order = backends::FindWorkOrder(visit.app.orders.ask(), visit.caller(), id);
  if (!order) return visit.Fail(order.failure());
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, "retry");
  const auto asked =
      backends::BookAgain(visit.app.shipping.ask(), caller, order->shipment_id, visit.form().Text("hang", 16));
  return AfterTyped(visit, asked, visit.T("work.order-done.retry"), PathOf(id),
                    [&] { return ShowOrder(visit, place); });
}

Reply Move(Visit& visit, const Workplace& place) {
  const std::string id(visit.request.Param("id")), deed = visit.form().Text("viec", 10);
  if (deed == "retry") return Retry(visit, place, id);
  if (deed != "accept" && deed != "pack" && deed != "cancel") return visit.SeeOther(PathOf(id));
  Typed typed(visit);
  const auto grams = deed == "pack" ? typed.Grams("nang", {.least = 1, .most = kHeaviest}) : 0;
  const auto again = [&] { return ShowOrder(visit, place); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, deed);
  const auto moved = backends::MoveOrder(visit.app.orders.ask(), caller, id, deed,
                                         deed == "cancel" ? visit.form().Text("ly_do", 20) : "", grams);
  return AfterTyped(visit, moved, visit.T("work.order-done." + deed), PathOf(id), again);
}

}  // namespace

void MountSellerOrders(Mount& mount) {
  mount.Get("/ban/don", For::kSignedIn, InShop(ShowOrders));
  mount.Get("/ban/don/:id", For::kSignedIn, AtOrder(ShowOrder));
  mount.Post("/ban/don/:id", For::kSignedIn, AtOrder(Move));
  mount.Get("/ban/don/:id/nhan.pdf", For::kSignedIn, AtOrder(Label));
  mount.Get("/ban/don/:id/phieu", For::kSignedIn, AtOrder(ShowSlip));
}

}  // namespace storefront
