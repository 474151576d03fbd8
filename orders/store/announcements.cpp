#include "orders/store/announcements.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace orders {
namespace {

using nlohmann::json;

std::string Text(const json& body) {
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

json Dong(keel::Money money) {
  return money.dong();
}

json CategoriesJson(const CategoryTotals& totals) {
  json categories = json::array();
  for (const auto& [category, amount] : totals)
    categories.push_back({{"category", category}, {"amount", Dong(amount)}});
  return categories;
}

/// Whose order it is and what it comes to: what every word of an order's money says first.
json WithSums(const Order& order) {
  return {{"order_id", order.id.text()}, {"code", order.code.text()},      {"purchase_id", order.purchase_id.text()},
          {"shop_id", order.shop_id},    {"party_id", order.party_id},     {"payment", NameOf(order.payment)},
          {"goods", Dong(order.goods)},  {"freight", Dong(order.freight)}, {"total", Dong(order.total)}};
}

/// "order.return-changed" and "order.dispute-changed", but for what each is about.
json CaseJson(const Order& order, std::string_view state, keel::Money refund, std::int64_t version, keel::Instant at) {
  return {{"order_id", order.id.text()},
          {"purchase_id", order.purchase_id.text()},
          {"shop_id", order.shop_id},
          {"party_id", order.party_id},
          {"state", state},
          {"refund", Dong(refund)},
          {"at", keel::ToRfc3339(at)},
          {"version", version}};
}

}  // namespace

keel::outbox::NewEvent PurchasePlaced(const PurchaseId& id, const std::vector<Order>& orders, const PurchasePlan& plan,
                                      keel::Instant at) {
  json rows = json::array();
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const Order& order = orders[i];
    json row = WithSums(order);
    row.erase("purchase_id");  // Said once, for all of them.
    row.update({{"party_kind", order.party_kind},
                {"channel", "market"},
                {"category_totals", CategoriesJson(plan.orders[i].CategoryTotals())},
                {"state", NameOf(order.state)},
                {"carrier", order.carrier},
                {"service", order.service}});
    rows.push_back(std::move(row));
  }
  return {"purchase.placed", id.text(),
          Text({{"purchase_id", id.text()}, {"placed_at", keel::ToRfc3339(at)}, {"orders", std::move(rows)}})};
}

keel::outbox::NewEvent StateChanged(const Order& order, OrderState to, std::string_view why, keel::Instant at) {
  json body = WithSums(order);
  body.update({{"from", NameOf(order.state)},
               {"to", NameOf(to)},
               {"why", why},
               {"at", keel::ToRfc3339(at)},
               {"carrier", order.carrier},
               {"service", order.service}});
  return {"order.state-changed", order.id.text(), Text(body)};
}

keel::outbox::NewEvent OrderAmended(const Order& order, const Amended& amended, AmendReason why, keel::Money refund_due,
                                    keel::Instant at) {
  json lines = json::array();
  for (const auto& [before, after] : amended.changed)
    lines.push_back({{"line_id", after.id.text()},
                     {"variant_id", after.variant_id},
                     {"quantity_before", before.quantity},
                     {"quantity", after.quantity},
                     {"total_before", Dong(before.total)},
                     {"total", Dong(after.total)}});
  json body = WithSums(order);
  body.update({{"refund_due", Dong(refund_due)},
               {"category_totals", CategoriesJson(amended.category_totals)},
               {"lines", std::move(lines)},
               {"why", NameOf(why)},
               {"at", keel::ToRfc3339(at)},
               {"version", order.version}});
  return {"order.amended", order.id.text(), Text(body)};
}

keel::outbox::NewEvent OrderWasSplit(const Order& now, const Order& follow, const Split& split, const SplitId& id,
                                     keel::Money post, keel::Instant at) {
  json lines = json::array();
  for (const auto& [before, stays, later] : split.lines)
    lines.push_back({{"line_id", stays.id.text()},
                     {"follow_line_id", later.id.text()},
                     {"variant_id", stays.variant_id},
                     {"quantity", stays.quantity},
                     {"later", later.quantity},
                     {"total", Dong(stays.total)},
                     {"later_total", Dong(later.total)}});
  json body = WithSums(now);
  body.update({{"split_id", id.text()},
               {"category_totals", CategoriesJson(split.now_categories)},
               {"version", now.version},
               {"follow",
                {{"order_id", follow.id.text()},
                 {"code", follow.code.text()},
                 {"goods", Dong(follow.goods)},
                 {"freight", Dong(follow.freight)},
                 {"total", Dong(follow.total)},
                 {"post", Dong(post)},
                 {"category_totals", CategoriesJson(split.follow_categories)},
                 {"carrier", follow.carrier},
                 {"service", follow.service},
                 {"version", follow.version}}},
               {"lines", std::move(lines)},
               {"at", keel::ToRfc3339(at)}});
  return {"order.split", now.id.text(), Text(body)};
}

keel::outbox::NewEvent FreightMoved(const Order& from, const Order& to, keel::Money freight, keel::Money post,
                                    keel::Instant at) {
  return {"order.freight-moved", from.id.text(),
          Text({{"order_id", from.id.text()},
                {"code", from.code.text()},
                {"purchase_id", from.purchase_id.text()},
                {"shop_id", from.shop_id},
                {"party_id", from.party_id},
                {"payment", NameOf(from.payment)},
                {"to_order_id", to.id.text()},
                {"to_code", to.code.text()},
                {"freight", Dong(freight)},
                {"post", Dong(post)},
                {"total", Dong(from.total)},
                {"to_total", Dong(to.total)},
                {"at", keel::ToRfc3339(at)},
                {"version", from.version},
                {"to_version", to.version}})};
}

keel::outbox::NewEvent RefundDue(const Order& order, keel::Money amount, RefundCause cause, const std::string& cause_id,
                                 keel::Instant at) {
  return {"order.refund-due", order.id.text(),
          Text({{"order_id", order.id.text()},
                {"code", order.code.text()},
                {"purchase_id", order.purchase_id.text()},
                {"shop_id", order.shop_id},
                {"party_id", order.party_id},
                {"payment", NameOf(order.payment)},
                {"amount", Dong(amount)},
                {"cause", NameOf(cause)},
                {"cause_id", cause_id},
                {"at", keel::ToRfc3339(at)}})};
}

keel::outbox::NewEvent ReturnChanged(const Order& order, const Return& one, keel::Instant at) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> goods;  // A variant may stand on two lines.
  for (const ReturnLine& line : one.lines) {
    auto& [quantity, amount] = goods[line.variant_id];
    quantity += line.quantity;
    amount += line.amount.dong();
  }
  json lines = json::array();
  for (const auto& [variant_id, back] : goods)
    lines.push_back({{"variant_id", variant_id}, {"quantity", back.first}, {"amount", back.second}});
  json body = CaseJson(order, NameOf(one.state), one.refund, one.version, at);
  body.update(
      {{"return_id", one.id.text()}, {"reason", kReturnReasons[std::size_t(one.reason)]}, {"lines", std::move(lines)}});
  return {"order.return-changed", order.id.text(), Text(body)};
}

keel::outbox::NewEvent DisputeChanged(const Order& order, const Dispute& one, keel::Instant at) {
  json body = CaseJson(order, NameOf(one.state), one.refund, one.version, at);
  body.update({{"dispute_id", one.id.text()}, {"claim", one.claim}});
  return {"order.dispute-changed", order.id.text(), Text(body)};
}

keel::outbox::NewEvent OrderFilled(const OrderId& order, const Fill& fill, std::int64_t ordered, keel::Money amount,
                                   const std::map<std::string, std::int64_t>& brought, std::int64_t version,
                                   keel::Instant at) {
  json parts = json::array();
  for (const auto& [party, pieces] : brought) parts.push_back({{"member_party_id", party}, {"pieces", pieces}});
  return {"order.filled", order.text(),
          Text({{"order_id", order.text()},
                {"fill_id", fill.id.text()},
                {"cooperative_id", fill.cooperative_id},
                {"variant_id", fill.variant_id},
                {"ordered", ordered},
                {"amount", Dong(amount)},
                {"parts", std::move(parts)},
                {"version", version},
                {"at", keel::ToRfc3339(at)}})};
}

keel::outbox::NewEvent GoodsHeld(const PurchaseId& id, keel::Instant until) {
  return {"purchase.held", id.text(), Text({{"purchase_id", id.text()}, {"held_until", keel::ToRfc3339(until)}})};
}

keel::outbox::NewEvent BandChanged(const std::string& variant_id, Band band) {
  return {"stock.band-changed", variant_id,
          Text({{"variant_id", variant_id}, {"band", kBandNames[std::size_t(band)]}})};
}

keel::outbox::NewEvent WeightAsked(const Order& order, keel::Instant at, keel::Instant until) {
  return {"order.weight-asked", order.id.text(),
          Text({{"order_id", order.id.text()},
                {"code", order.code.text()},
                {"purchase_id", order.purchase_id.text()},
                {"shop_id", order.shop_id},
                {"answer_until", keel::ToRfc3339(until)},
                {"at", keel::ToRfc3339(at)}})};
}

keel::outbox::NewEvent HarvestCut(const Harvest& harvest, keel::Instant at) {
  return {"harvest.cut", harvest.id.text(),
          Text({{"harvest_id", harvest.id.text()},
                {"variant_id", harvest.variant_id},
                {"shop_id", harvest.shop_id},
                {"party_id", harvest.party_id},
                {"promised", harvest.promised},
                {"packed", harvest.packed},
                {"rule", NameOf(harvest.rule)},
                {"at", keel::ToRfc3339(at)}})};
}

keel::outbox::NewEvent HarvestFellShort(const Order& order, const Harvest& harvest, const Share& share,
                                        keel::Instant at) {
  return {"harvest.fell-short", order.id.text(),
          Text({{"order_id", order.id.text()},
                {"code", order.code.text()},
                {"harvest_id", harvest.id.text()},
                {"variant_id", harvest.variant_id},
                {"wanted", share.wanted},
                {"given", share.given},
                {"rule", NameOf(harvest.rule)},
                {"at", keel::ToRfc3339(at)}})};
}

keel::outbox::NewEvent PurchaseErasing(const PurchaseId& id, const std::vector<std::string>& order_ids,
                                       keel::Instant at) {
  return {"purchase.erasing", id.text(),
          Text({{"purchase_id", id.text()}, {"order_ids", order_ids}, {"at", keel::ToRfc3339(at)}})};
}

keel::outbox::NewEvent ErasureProgressed(const ErasedPerson& person, const std::vector<HeldOrder>& held) {
  constexpr std::size_t kMostNamed = 200;
  json list = json::array();
  for (const auto& one : held) {
    if (list.size() == kMostNamed) break;
    json row{{"code", one.code}, {"why", NameOf(one.hold.why)}};
    if (one.hold.until) row["until"] = keel::ToRfc3339(*one.hold.until);
    list.push_back(std::move(row));
  }
  return {"erasure.progressed", person.request_id,
          Text({{"request_id", person.request_id},
                {"erased", person.erased},
                {"held", std::move(list)},
                {"over", held.empty()}})};
}

keel::outbox::NewEvent EvidenceOver(const OldPhoto& photo, keel::Instant at) {
  return {"evidence.over", photo.name,
          Text({{"name", photo.name}, {"widths", photo.widths}, {"at", keel::ToRfc3339(at)}})};
}

}  // namespace orders
