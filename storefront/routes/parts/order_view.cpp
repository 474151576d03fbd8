#include "storefront/routes/parts/order_view.hpp"

#include <algorithm>
#include <array>

#include "storefront/view/format.hpp"

namespace storefront {
namespace {

/// The road of an order that goes well. Returns and cancellations are shown as what happened.
constexpr std::array<std::string_view, 6> kRoad = {"placed", "confirmed", "accepted", "packed", "shipped", "delivered"};

void AddStep(const web::Visit& visit, view::Data& data, std::string_view state, std::string_view how,
             const std::string& when) {
  auto row = data.Add("STEP");
  row.Set("HOW", how).Set("STEP_TEXT", visit.Known("order.step.", state)).SetIfAny("WHEN", when);
}

void FillSteps(const web::Visit& visit, view::Data& data, const backends::OrderView& order) {
  std::string_view last;
  for (const auto& step : order.history) {
    if (step.state == last) continue;  // It became smaller, and stays where it was.
    const bool is_now = &step == &order.history.back();
    AddStep(visit, data, step.state, is_now && !IsFinal(step.state) ? "now" : "done",
            view::Moment(visit.language, step.at));
    last = step.state;
  }
  if (order.history.empty()) AddStep(visit, data, order.state, "now", {});
  const auto here = std::ranges::find(kRoad, order.history.empty() ? std::string_view(order.state) : last);
  if (here == kRoad.end()) return;
  for (auto ahead = here + 1; ahead != kRoad.end(); ++ahead) AddStep(visit, data, *ahead, "", {});
}

/// "The shop answers before 16:00".
std::string AnswerClock(const web::Visit& visit, const backends::OrderView& order) {
  const std::string key = "case.answers-before." + order.answer_step;
  const bool known = order.answer_step == "shop" || order.answer_step == "helper" || order.answer_step == "cooperative";
  return visit.T(known ? key : "case.answers-before.other",
                 {{"WHEN", view::Moment(visit.language, order.answer_until)}});
}

}  // namespace

bool IsFinal(std::string_view order_state) {
  return order_state == "delivered" || order_state == "returned" || order_state == "cancelled";
}

std::string MaskedPhone(std::string_view phone) {
  std::string digits;
  std::ranges::copy_if(phone, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.size() < 7) return "•••";
  return digits.substr(0, 3) + " ••• " + digits.substr(digits.size() - 3);
}

void FillOrder(const web::Visit& visit, view::Data& data, const backends::OrderView& order) {
  data.Set("CODE", order.code).Set("STATE_TEXT", visit.Known("order.state.", order.state)).Set("SHOP", order.shop_name);
  data.Set("STATE_KIND", order.state == "cancelled" || order.state == "returned" ? "bad"
                         : order.state == "delivered"                            ? "good"
                                                                                 : "warn");
  data.SetIfAny("SHOP_SLUG", order.shop_slug).SetIfAny("ADDRESS", order.address);
  data.Set("PAYMENT_TEXT", visit.Known("payment.", order.payment));
  for (const auto& line : order.lines) {
    auto row = data.Add("LINE");
    row.Set("NAME", line.product_name).Set("QUANTITY", view::Number(visit.language, line.quantity));
    row.Set("LINE_TOTAL", view::Money(visit.language, line.total))
        .SetIfAny("KIND", line.variant_name.empty() ? line.unit : line.variant_name);
  }
  data.Show("NO_LINES", order.lines.empty());
  data.SetIfAny("FOLLOWS", order.follows.code).Set("FOLLOWS_ID", order.follows.id);
  for (const auto& rest : order.followed_by) data.Add("REST").Set("REST_CODE", rest.code).Set("REST_ID", rest.id);
  data.SetIfAny("FREIGHT_HEIR", order.freight_goes_with);
  data.Set("GOODS", view::Money(visit.language, order.goods))
      .Set("FREIGHT", view::Money(visit.language, order.freight));
  data.Set("TOTAL", view::Money(visit.language, order.total));
  FillSteps(visit, data, order);
  if (!order.tracking_number.empty()) {
    data.Show("HAS_PARCEL")
        .Set("CARRIER", visit.Known("carrier.", order.carrier))
        .Set("TRACKING", order.tracking_number);
    for (auto event = order.parcel.rbegin(); event != order.parcel.rend(); ++event) {
      data.Add("PARCEL")
          .Set("PARCEL_TEXT", visit.Known("parcel.", event->state))
          .Set("PARCEL_WHEN", view::Moment(visit.language, event->at));
    }
  }
  if (!order.answer_step.empty()) data.SetIfAny("ANSWER_CLOCK", AnswerClock(visit, order));
  if (order.pack_by) {
    data.SetIfAny("PACK_CLOCK", visit.T("case.pack-by", {{"WHEN", view::Moment(visit.language, *order.pack_by)}}));
    data.Show("PACK_LATE", *order.pack_by < visit.app.clock.Now());
  }
  const auto said = [&](std::string_view name, const std::optional<keel::Instant>& until) {
    if (until) data.SetIfAny(name, view::Moment(visit.language, *until));
  };
  if (!order.ripe_on.empty()) data.SetIfAny("RIPE_ON", view::Day(visit.language, order.ripe_on));
  said("RETURN_ANSWER_BY", order.return_answer_by);
  said("DISPUTE_ANSWER_BY", order.dispute_answer_by);
  if (order.given_back > keel::Money{}) data.SetIfAny("GIVEN_BACK", view::Money(visit.language, order.given_back));
  data.Show("FINAL", IsFinal(order.state));
  data.Show("CAN_CANCEL", order.can_cancel);
}

}  // namespace storefront
