#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "orders/domain/ids.hpp"
#include "orders/domain/offer.hpp"
#include "orders/domain/order_states.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/follow_shipment.hpp"

/// What each event says, in our words. Each throws Unreadable (fields.hpp). `told_at`: when the event was told, for
/// those that name no time of their own.
namespace orders {

struct OfferTold {
  Offer offer;
  std::optional<std::int64_t> opening_stock;
};
OfferTold ReadOffer(const nlohmann::json& body);
Shop ReadShop(const nlohmann::json& body);

Party ReadParty(const nlohmann::json& body);
struct MemberTold {
  std::string cooperative_id, party_id;
  bool active = false;
};
MemberTold ReadMember(const nlohmann::json& body);
struct ErasureTold {
  ErasedPerson person;
  std::string key_check;
  keel::Instant asked_at{};
};
ErasureTold ReadErasure(const nlohmann::json& body, keel::Instant told_at);

std::vector<OrderId> ReadOrderIds(const nlohmann::json& body);
/// Money that went to somebody, or came back.
struct SumTold {
  std::string id;     ///< Of the refund or payout; empty of refunds of before, which had none.
  std::string whose;  ///< The purchase, or the party.
  keel::Money amount;
};
SumTold ReadRefund(const nlohmann::json& body);
SumTold ReadPayout(const nlohmann::json& body);
PurchaseId ReadPurchase(const nlohmann::json& body);

/// Of "shipment.booked" the state is given; "shipment.moved" names its own.
ShipmentFact ReadBooked(const nlohmann::json& body, keel::Instant told_at);
ShipmentFact ReadMoved(const nlohmann::json& body, keel::Instant told_at);
ShipmentRefusal ReadRefusal(const nlohmann::json& body, keel::Instant told_at);

/// Orders of a purchase that are confirmed from the start.
std::vector<std::string> ReadConfirmed(const nlohmann::json& body);
struct MoveTold {
  OrderId order;
  std::optional<OrderState> to;  ///< Empty: a state this release does not know.
  std::string why;
  keel::Instant at{};
};
MoveTold ReadMove(const nlohmann::json& body, keel::Instant told_at);
struct AmendmentTold {
  OrderId order;
  std::string why;
  std::int64_t version = 0;
};
AmendmentTold ReadAmendment(const nlohmann::json& body);

}  // namespace orders
