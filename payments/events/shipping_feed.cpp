#include <nlohmann/json.hpp>

#include "payments/events/orders_feed.hpp"
#include "payments/events/reading.hpp"
#include "payments/flows/note_collection.hpp"

namespace payments {
namespace {

/// Cash was taken at the door: cod_collected is true and cod_amount says how much; or cod_collected is the amount
/// itself.
bool SaysCollected(const nlohmann::json& body, Reading& in) {
  if (in.Text("state") != "delivered" || !in.Has("cod_collected")) return false;
  return !body["cod_collected"].is_boolean() || body["cod_collected"].get<bool>();
}

}  // namespace

void ListenToShipping(keel::outbox::Consumer& feed) {
  feed.On("shipment.moved",
          [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> keel::Result<keel::Done> {
            const auto body = nlohmann::json::parse(event.body, nullptr, /*allow_exceptions=*/false);
            Reading in(body);
            if (!SaysCollected(body, in)) return in.ok() ? keel::Result<keel::Done>(keel::Done{}) : in.error();
            const auto id = OrderId::Parse(in.Text("order_id"));
            if (!id) return id.error();
            const Collection collection{*id, in.TextOr("shipment_id", ""), in.TextOr("carrier", ""),
                                        in.Dong(body["cod_collected"].is_boolean() ? "cod_amount" : "cod_collected"),
                                        in.At("at", event.at)};
            if (!in.ok()) return in.error();
            // A parcel paid before has nothing to collect.
            if (collection.collected > keel::Money()) NoteCollection(transaction, collection);
            return keel::Done{};
          });
}

}  // namespace payments
