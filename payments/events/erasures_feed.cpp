#include <nlohmann/json.hpp>

#include "payments/events/orders_feed.hpp"
#include "payments/events/reading.hpp"
#include "payments/flows/erase_payers.hpp"

namespace payments {

void ListenToErasures(keel::outbox::Consumer& feed, const Desk& desk) {
  feed.On("purchase.erasing",
          [&desk](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> keel::Result<keel::Done> {
            const auto body = nlohmann::json::parse(event.body, nullptr, /*allow_exceptions=*/false);
            Reading in(body);
            const auto purchase = PurchaseId::Parse(in.Text("purchase_id"));
            if (!in.ok()) return in.error();
            if (!purchase) return purchase.error();
            FollowErasing(transaction, desk, *purchase, in.At("at", event.at));
            return keel::Done{};
          });
}

}  // namespace payments
