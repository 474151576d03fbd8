// What orders hears of the others: a line with the topic, then the event's body. Each is read whole or not at all.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "orders/events/fields.hpp"
#include "orders/events/told.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using nlohmann::json;

constexpr keel::Instant kTold{std::chrono::seconds(1'795'249'800)};

void Stands(const json& body, const char* field, const std::string& read) {
  fuzz::Demand(body[field].is_string() && body[field] == read, "a text that was read stands there");
}
/// As text: the library takes 2^64-1 and -1, 1.0 and true for equal to whole numbers.
void Stands(const json& body, const char* field, std::int64_t read) {
  fuzz::Demand(body[field].dump() == std::to_string(read), "a number that was read stands there");
}
void Keeps(keel::Instant at) {
  fuzz::Demand(fuzz::IsStorable(at), "a time is one a column keeps");
}

void ReadIt(std::string_view topic, const json& body) {
  if (topic == "offer.changed") {
    const auto told = orders::ReadOffer(body);
    Stands(body, "variant_id", told.offer.variant_id);
    Stands(body, "price", told.offer.price.dong());
    Stands(body, "net_weight_g", told.offer.net_weight_g);
    Stands(body, "version", told.offer.version);
    if (told.opening_stock) Stands(body, "opening_stock", *told.opening_stock);
    fuzz::Demand(body["sellable"].dump() == (told.offer.sellable ? "true" : "false"), "on sale by its word alone");
  } else if (topic == "shop.changed") {
    const auto shop = orders::ReadShop(body);
    Stands(body, "state", shop.state);
    Stands(body, "version", shop.version);
  } else if (topic == "party.changed") {
    const auto party = orders::ReadParty(body);
    Stands(body, "party_id", party.id);
    Stands(body, "version", party.version);
  } else if (topic == "cooperative.member-changed") {
    Stands(body, "member_party_id", orders::ReadMember(body).party_id);
  } else if (topic == "erasure.requested") {
    const auto told = orders::ReadErasure(body, kTold);
    Stands(body, "phone_index", told.person.phone_index);
    fuzz::Demand(!told.person.account_id || !told.person.account_id->empty(), "nobody is erased by an empty name");
    Keeps(told.asked_at);
  } else if (topic == "payment.secured") {
    const auto ids = orders::ReadOrderIds(body);
    fuzz::Demand(ids.size() == body["order_ids"].size(), "no order is dropped");
  } else if (topic == "payment.refunded" || topic == "payout.paid") {
    const auto sum = topic == "payout.paid" ? orders::ReadPayout(body) : orders::ReadRefund(body);
    if (!sum.id.empty()) Stands(body, "amount", sum.amount.dong());
  } else if (topic == "purchase.money-erased") {
    Stands(body, "purchase_id", orders::ReadPurchase(body).text());
  } else if (topic == "shipment.booked" || topic == "shipment.moved") {
    const auto fact = topic == "shipment.moved" ? orders::ReadMoved(body, kTold) : orders::ReadBooked(body, kTold);
    Stands(body, "shipment_id", fact.shipment_id);
    if (topic == "shipment.moved") Stands(body, "state", fact.state);
    Keeps(fact.at);
  } else if (topic == "shipment.failed") {
    Keeps(orders::ReadRefusal(body, kTold).at);
  } else if (topic == "purchase.placed") {
    fuzz::Demand(orders::ReadConfirmed(body).size() <= body["orders"].size(), "no order is confirmed twice");
  } else if (topic == "order.state-changed") {
    const auto move = orders::ReadMove(body, kTold);
    Stands(body, "order_id", move.order.text());
    if (move.to) Stands(body, "to", std::string(orders::NameOf(*move.to)));
    Keeps(move.at);
  } else if (topic == "order.amended") {
    Stands(body, "version", orders::ReadAmendment(body).version);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input in(data, size);
  const auto topic = in.Line();
  try {
    ReadIt(topic, orders::BodyOf(in.Rest()));
  } catch (const orders::Unreadable& wrong) {
    const std::string_view what = wrong.what();
    constexpr std::string_view kEnd = " is missing or of another kind";
    fuzz::Demand(what.ends_with(kEnd), "a fault is a sentence of ours");
    const auto field = what.substr(0, what.size() - kEnd.size());
    fuzz::Demand(
        !field.empty() && std::ranges::all_of(field, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }),
        "a fault names a field and tells no value");
  }
  return 0;
}
