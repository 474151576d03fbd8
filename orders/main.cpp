// orders: takes orders and the stock they are taken from. The composition root: the one file that names concrete
// classes.
#include <cstdio>
#include <string>
#include <vector>

#include "keel/config/checks.hpp"
#include "keel/service/service.hpp"
#include "orders/events/listeners.hpp"
#include "orders/flows/dispute_order.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/guard_purchase.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/flows/run_clocks.hpp"
#include "orders/flows/run_packing_clocks.hpp"
#include "orders/flows/send_messages.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/sweep_carts.hpp"
#include "orders/flows/verify_stock.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/peers.hpp"
#include "orders/http/problems.hpp"
#include "orders/http/routes.hpp"

namespace {

using namespace std::chrono_literals;
using keel::service::Runtime;

constexpr std::int64_t kMostFreight = 10'000'000;  // Đồng; more is a slip of the hand.

std::vector<keel::ConfigKey> Keys() {
  return {
      {"PLACES_FILE", "The administrative units, made by the build (share/places.tsv)", std::nullopt},
      {"FLAT_FREIGHT_VND", "Freight charged when no carrier can be asked, up to 1 kg, in đồng", "30000",
       keel::Between(0, kMostFreight)},
      {"FLAT_FREIGHT_HALF_KG_VND", "More of it for each further started half kilogram, in đồng", "5000",
       keel::Between(0, kMostFreight)},
      {"FLAT_FREIGHT_CARRIER", "The carrier an order with flat freight is given to", "vnpost"},
      {"FLAT_FREIGHT_SERVICE", "That carrier's service; empty: the carrier's usual one", ""},
      {"QUOTE_MINUTES", "How long a freight quote may be charged", "60", keel::Between(1, 24 * 60)},
      {"QUOTE_WAIT_MS", "How long a quote waits for carriers, for all shops of a cart together", "1500",
       keel::Between(1, 60'000)},
      {"UNPAID_HOURS", "An order that waits longer for its payment is cancelled", "24", keel::Between(1, 30 * 24)},
      {"HOLD_MINUTES", "How long goods are kept for an order that is to be paid ahead", "180",
       keel::Between(1, 24 * 60)},
      {"HOLD_MORE_MINUTES", "How much longer, each time its buyer looks at how to pay", "30",
       keel::Between(0, 24 * 60)},
      {"PLACING_LANES", "Transactions that place purchases at the same time; those that wait share the next one", "2",
       keel::Between(1, 64)},
      {"GATEWAY_URL", "Address of the message gateway; empty: nothing is sent, messages stand on the pages alone", "",
       keel::IsAddress},
      {"REPLY_SECRET", "What the gateway signs people's answers with; empty: none is taken", ""},
      {"PUBLIC_URL", "Where messages lead people, without a slash at its end", "http://127.0.0.1:8080",
       keel::IsAddress},
      {"COD_PURCHASES", "So many purchases of the greatest size may be under way, unpaid, to one number", "10",
       keel::Between(1, 10'000)},
      {"FREIGHT_GUARD_PERCENT", "Freight above this share of an order's goods needs the buyer's word; 0: never", "300",
       keel::Between(0, 100'000)},
      {"RETURN_FREIGHT_PERCENT", "What a parcel's way back costs, of the way there; for what shops are shown", "50",
       keel::Between(0, 1'000)},
      {"RETURN_DAYS", "So long after its delivery goods may be asked to be taken back", "7", keel::Between(0, 90)},
      {"EVIDENCE_DAYS", "Photos of a return or a dispute are deleted so long after they were sent, once it has ended",
       "180", keel::Between(1, 3'650)},
      {"EVIDENCE_PER_PERSON", "Photos of what is wrong that one buyer may send on one day, at most", "48",
       keel::Between(1, 10'000)},
      {"EVIDENCE_PER_ADDRESS", "Those of all buyers who are not signed in, from one network address, at most", "300",
       keel::Between(1, 100'000)},
      {"CART_DAYS", "A guest's cart nobody touched for so long is removed", "60", keel::Between(1, 365)},
  };
}

/// What the flows stand on, alive as long as the process.
struct House {
  House(const keel::Config& config, keel::sql::Pool& pool, const keel::Clock& clock)
      : key(config.SecretText("FIELD_KEY")),
        context{pool,
                clock,
                key,
                keel::places::Places::Load(config.Text("PLACES_FILE")),
                offers,
                {keel::Money::Vnd(config.Number("FLAT_FREIGHT_VND")),
                 keel::Money::Vnd(config.Number("FLAT_FREIGHT_HALF_KG_VND")), config.Text("FLAT_FREIGHT_CARRIER"),
                 config.Text("FLAT_FREIGHT_SERVICE")},
                std::chrono::minutes(config.Number("QUOTE_MINUTES")),
                std::chrono::hours(config.Number("UNPAID_HOURS")),
                std::chrono::milliseconds(config.Number("QUOTE_WAIT_MS")),
                config.Text("PUBLIC_URL"),
                config.Number("FREIGHT_GUARD_PERCENT"),
                config.Number("RETURN_FREIGHT_PERCENT"),
                &refusers,
                &cash,
                &payments,
                config.Number("COD_PURCHASES"),
                std::chrono::days(config.Number("RETURN_DAYS")),
                std::chrono::minutes(config.Number("HOLD_MINUTES")),
                std::chrono::minutes(config.Number("HOLD_MORE_MINUTES"))} {}
  keel::crypto::FieldKey key;
  orders::OfferMemory offers;
  orders::RefuserMemory refusers;
  orders::CashMemory cash;
  orders::PaymentMemory payments;
  orders::Context context;
};

/// Without a gateway messages stand on people's pages alone.
void SendMessages(Runtime& runtime, const orders::Context& context) {
  if (runtime.config.Text("GATEWAY_URL").empty()) return;
  auto gateway = keel::http::Client::Make("gateway", runtime.config.Text("GATEWAY_URL"));
  auto& client = *gateway;
  runtime.KeepAlive(std::shared_ptr<keel::http::Client>(std::move(gateway)));
  const auto bearer = [runtime] { return runtime.Bearer(); };
  const auto& reach = runtime.Keep<orders::Reach>(orders::Reach{orders::AskAccounts(runtime.Peer("accounts"), bearer),
                                                                orders::AskHelper(runtime.Peer("accounts"), bearer),
                                                                orders::SendByGateway(client)});
  runtime.Every("send-messages", 1s, [&context, &reach] { orders::SendDueMessages(context, reach); });
}

void Compose(Runtime& runtime) {
  const auto& context = runtime.Keep<House>(runtime.config, *runtime.pool, runtime.clock).context;
  auto& desk =
      runtime.Keep<orders::PlacementDesk>(context, static_cast<std::size_t>(runtime.config.Number("PLACING_LANES")));
  auto& lookups = runtime.Keep<orders::LookupLimit>(runtime.redis);
  const auto bearer = [runtime] { return runtime.Bearer(); };
  const auto& site = runtime.Keep<orders::Site>(orders::Site{
      context, runtime.verifier, desk, lookups, orders::AskShipping(runtime.Peer("shipping"), bearer),
      orders::AskAccounts(runtime.Peer("accounts"), bearer), orders::PhotosAtCatalog(runtime.Peer("catalog"), bearer),
      orders::AskIndex(runtime.Peer("accounts"), bearer),
      orders::EvidenceLimits{runtime.config.Number("EVIDENCE_PER_PERSON"),
                             runtime.config.Number("EVIDENCE_PER_ADDRESS")}});

  orders::MountCartRoutes(runtime.server, site);
  orders::MountPlaceRoutes(runtime.server, context.places);
  orders::MountPurchaseRoutes(runtime.server, site);
  orders::MountBuyerRoutes(runtime.server, site);
  orders::MountSellerRoutes(runtime.server, site);
  orders::MountAmendRoutes(runtime.server, site);
  orders::MountSplitRoutes(runtime.server, site);
  orders::MountReplyRoutes(runtime.server, site, runtime.config.Text("REPLY_SECRET"));
  orders::MountClockRoutes(runtime.server, site);
  orders::MountCaseRoutes(runtime.server, site);
  orders::MountEvidenceRoutes(runtime.server, site);
  orders::MountSubstituteRoutes(runtime.server, site);
  orders::MountStockRoutes(runtime.server, site);
  orders::MountLotRoutes(runtime.server, site);
  orders::MountHarvestRoutes(runtime.server, site);
  orders::MountWeightRoutes(runtime.server, site);
  orders::MountFillRoutes(runtime.server, site);
  orders::MountBoardRoutes(runtime.server, site);
  orders::MountPersonalRoutes(runtime.server, site);
  orders::MountInternalRoutes(runtime.server, site);

  orders::ListenToCatalog(runtime.Consume("catalog"), context);
  orders::ListenToAccounts(runtime.Consume("accounts"), context);
  orders::ListenToPayments(runtime.Consume("payments"), context);
  orders::ListenToShipping(runtime.Consume("shipping"), context);

  orders::ListenToOurselves(runtime.Consume("orders"), context);

  runtime.Every("acceptance-clocks", 2s, [&context] {
    orders::RunClocks(context);
    orders::RunSubstituteClocks(context);
    orders::RunReturnClocks(context);
    orders::RunDisputeClocks(context);
  });
  runtime.Every("refusers", 10s, [&context] { orders::RefreshRefusers(context); });
  const auto& taken = runtime.Keep<orders::AskPayments>(orders::AskWhatIsTaken(runtime.Peer("payments")));
  runtime.Every("payments-taken", 15s, [&context, &taken] { orders::RefreshPaymentsTaken(context, taken); });
  SendMessages(runtime, context);
  runtime.Every("expire-unpaid", 15s, [&context] { orders::SweepUnpaid(context); });
  runtime.Every("packing-clocks", 1min, [&context] { orders::RunPackingClocks(context); });
  runtime.Every("answer-weights", 1min, [&context] { orders::SweepWeightQuestions(context); });
  runtime.Every("expire-lots", 5s, [&context] { orders::SweepLots(context); });
  runtime.Every("erase-people", 5s, [&context] { orders::ErasePeople(context); });
  const std::chrono::days evidence_life(runtime.config.Number("EVIDENCE_DAYS"));
  runtime.Every("sweep-evidence", 1min, [&context, evidence_life] { orders::SweepEvidence(context, evidence_life); });
  const auto cart_life = std::chrono::hours(24 * runtime.config.Number("CART_DAYS"));
  runtime.Every("sweep-carts", 10min, [&context, cart_life] { orders::SweepCarts(context, cart_life); });
}

int StockVerify(Runtime& runtime) {
  const auto differences = orders::VerifyStock(*runtime.pool);
  for (const auto& d : differences)
    std::printf("%s level on_hand=%lld reserved=%lld ledger on_hand=%lld reserved=%lld open_orders=%lld\n",
                d.variant_id.c_str(), static_cast<long long>(d.level.on_hand), static_cast<long long>(d.level.reserved),
                static_cast<long long>(d.ledger.on_hand), static_cast<long long>(d.ledger.reserved),
                static_cast<long long>(d.open_orders));
  const auto bins = orders::VerifyBins(*runtime.pool, runtime.clock.Now());
  for (const auto& d : bins)
    std::printf("%s says on_hand=%lld reserved=%lld, should be on_hand=%lld reserved=%lld\n", d.where.c_str(),
                static_cast<long long>(d.level.on_hand), static_cast<long long>(d.level.reserved),
                static_cast<long long>(d.ledger.on_hand), static_cast<long long>(d.ledger.reserved));
  const bool good = differences.empty() && bins.empty();
  if (good) std::puts("every stock level is the sum of its movements, in every lot and place");
  return good ? 0 : 1;
}

int Command(Runtime& runtime, const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "stock-verify") return StockVerify(runtime);
  std::fputs("usage: orders [migrate | config | stock-verify]\n", stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  keel::service::Spec spec;
  spec.name = "orders";
  spec.keys = Keys();
  spec.problems = orders::Problems();
  spec.max_body = orders::kMostPhotoBody;  // Routes that take documents say less.
  spec.compose = Compose;
  spec.command = Command;
  return keel::service::Run(argc, argv, spec);
}
