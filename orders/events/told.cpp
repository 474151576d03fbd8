#include "orders/events/told.hpp"

#include <nlohmann/json.hpp>

#include "orders/events/fields.hpp"

namespace orders {

using nlohmann::json;

namespace {

ShipmentFact ToFact(const json& body, std::string state, keel::Instant at) {
  return {Text(body, "order_id"),
          Text(body, "shipment_id"),
          TextOr(body, "carrier", ""),
          TextOr(body, "service", ""),
          TextOr(body, "tracking_number", ""),
          std::move(state),
          at};
}

}  // namespace

OfferTold ReadOffer(const json& body) {
  return {
      {Text(body, "variant_id"), Text(body, "product_id"), Text(body, "product_slug"), Text(body, "product_name"),
       TextOr(body, "variant_name", ""), TextOr(body, "unit", ""), Int(body, "net_weight_g"), Dong(body, "price"),
       Flag(body, "sellable"), Text(body, "shop_id"), TextOr(body, "shop_slug", ""), Text(body, "shop_name"),
       Text(body, "party_id"), TextOr(body, "party_kind", ""), TextOr(body, "province_code", ""),
       TextOr(body, "commune_code", ""), TextOr(body, "category", ""), TextOr(body, "photo", ""), Int(body, "version")},
      MaybeInt(body, "opening_stock")};
}

Shop ReadShop(const json& body) {
  return {Text(body, "shop_id"),
          TextOr(body, "slug", ""),
          Text(body, "name"),
          Text(body, "party_id"),
          TextOr(body, "party_kind", ""),
          Text(body, "state"),
          TextOr(body, "province_code", ""),
          TextOr(body, "commune_code", ""),
          Int(body, "version")};
}

Party ReadParty(const json& body) {
  return {Text(body, "party_id"), TextOr(body, "kind", ""), Text(body, "name"), TextOr(body, "status", ""),
          Int(body, "version")};
}

MemberTold ReadMember(const json& body) {
  return {Text(body, "cooperative_id"), Text(body, "member_party_id"), Flag(body, "active")};
}

ErasureTold ReadErasure(const json& body, keel::Instant told_at) {
  const auto account = TextOr(body, "account_id", "");
  return {{Text(body, "request_id"), account.empty() ? std::nullopt : std::optional(account), Text(body, "phone_index"),
           0, ""},
          Text(body, "key_check"),
          TimeOr(body, "asked_at", told_at)};
}

std::vector<OrderId> ReadOrderIds(const json& body) {
  std::vector<OrderId> ids;
  for (const auto& id : List(body, "order_ids")) {
    if (!id.is_string()) throw Unreadable("order_ids");
    ids.push_back(OrderId::FromRow(id.get<std::string>()));
  }
  return ids;
}

SumTold ReadRefund(const json& body) {
  auto id = TextOr(body, "refund_id", "");
  if (id.empty()) return {};
  return {std::move(id), Text(body, "purchase_id"), Dong(body, "amount")};
}

SumTold ReadPayout(const json& body) {
  return {Text(body, "payout_id"), Text(body, "party_id"), Dong(body, "amount")};
}

PurchaseId ReadPurchase(const json& body) {
  return PurchaseId::FromRow(Text(body, "purchase_id"));
}

ShipmentFact ReadBooked(const json& body, keel::Instant told_at) {
  return ToFact(body, "created", TimeOr(body, "at", told_at));
}

ShipmentFact ReadMoved(const json& body, keel::Instant told_at) {
  return ToFact(body, Text(body, "state"), TimeOr(body, "at", told_at));
}

ShipmentRefusal ReadRefusal(const json& body, keel::Instant told_at) {
  return {Text(body, "order_id"), Text(body, "shipment_id"), TextOr(body, "carrier", ""), TextOr(body, "code", ""),
          TimeOr(body, "at", told_at)};
}

std::vector<std::string> ReadConfirmed(const json& body) {
  std::vector<std::string> confirmed;
  for (const auto& order : List(body, "orders"))
    if (Text(order, "state") == NameOf(OrderState::kConfirmed)) confirmed.push_back(Text(order, "order_id"));
  return confirmed;
}

MoveTold ReadMove(const json& body, keel::Instant told_at) {
  return {OrderId::FromRow(Text(body, "order_id")), FindState(Text(body, "to")), TextOr(body, "why", ""),
          TimeOr(body, "at", told_at)};
}

AmendmentTold ReadAmendment(const json& body) {
  return {OrderId::FromRow(Text(body, "order_id")), Text(body, "why"), Int(body, "version")};
}

}  // namespace orders
