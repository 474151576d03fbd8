#include "tests/integration/payments/desk_under_test.hpp"

#include <nlohmann/json.hpp>

#include "payments/events/orders_feed.hpp"
#include "payments/flows/compare_bank.hpp"
#include "payments/registry.hpp"
#include "tests/rig/private_database.hpp"

namespace payments {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto kSecret = "integration-secret-0123456789";
constexpr auto kFieldKey = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

/// One schema for the program: making it takes a second or two, emptying it a moment. TRUNCATE, because the ledger
/// refuses DELETE.
const keel::sql::PoolOptions& EmptySchema() {
  static const auto kSchema = rig::PrivateDatabase::Shared().NewSchema("payments/store/migrations");
  const auto pool = keel::sql::Pool::Open(kSchema);
  const auto session = pool->Take();
  for (const auto* table : {"ledger_entries", "ledger_postings", "tax_lines"})
    session->Run(std::string("TRUNCATE ") + table);
  for (const auto* table : {"outbox",
                            "idempotency_keys",
                            "purchases",
                            "intents",
                            "order_money",
                            "order_commission",
                            "order_moves",
                            "order_adjustments",
                            "seller_items",
                            "payout_holds",
                            "told_transfers",
                            "bank_explanations",
                            "refund_write_offs",
                            "bank_refunds",
                            "refund_accounts",
                            "erasures",
                            "party_names",
                            "order_shares",
                            "ledger_periods",
                            "payees",
                            "payout_lines",
                            "payout_batches",
                            "cooperative_members",
                            "cod_remittances",
                            "cod_remittance_lines",
                            "tax_payments",
                            "cod_collections",
                            "receipts",
                            "provider_events",
                            "refunds",
                            "payouts",
                            "attempts",
                            "refund_jobs",
                            "bank_line_claims",
                            "reconciliations",
                            "reconciliation_lines",
                            "ledger_balances"})
    session->Run(std::string("DELETE FROM ") + table);
  session->Run("DELETE FROM commission_rules WHERE basis = 'test'");
  session->Run("DELETE FROM withholding_rules WHERE basis = 'test'");
  session->Run("DELETE FROM commission_vat_rules WHERE basis = 'A law of this test'");
  session->Run("UPDATE ledger_gate SET closed_through = '0000-00'");
  return kSchema;
}

/// Takes the handlers and leaves the reading to the test.
class FeedByHand : public keel::outbox::Consumer {
 public:
  FeedByHand(std::map<std::string, keel::outbox::EventHandler>& handlers, std::function<void()>& on_catch_up)
      : handlers_(handlers), on_catch_up_(on_catch_up) {}
  void On(std::string topic, keel::outbox::EventHandler handler) override {
    handlers_[std::move(topic)] = std::move(handler);
  }
  void Start() override {}
  void Stop() override {}
  void CatchUp(std::chrono::steady_clock::time_point) override { on_catch_up_(); }
  std::int64_t position() const override { return 0; }

 private:
  std::map<std::string, keel::outbox::EventHandler>& handlers_;
  std::function<void()>& on_catch_up_;
};

}  // namespace

DeskUnderTest::DeskUnderTest()
    : DeskUnderTest({.vietqr = {.bank_bin = "970436",
                                .account = "0000000000",
                                .holder = "CHO PHIEN",
                                .webhook_secret = keel::Secret(kSecret)}}) {}

DeskUnderTest::DeskUnderTest(ProviderSettings settings)
    : clock_(keel::FromRfc3339("2026-11-21T08:00:00Z").value()),
      pool_(keel::sql::Pool::Open(EmptySchema())),
      providers_(MakeProviders(std::move(settings))),
      seal_(keel::Secret(kFieldKey)),
      desk_{*pool_, clock_, providers_, seal_} {
  feed_ = std::make_unique<FeedByHand>(handlers_, on_catch_up_);
  ListenToOrders(*feed_, desk_);
  ListenToCases(*feed_);
  ListenToErasures(*feed_, desk_);
  ListenToShipping(*feed_);
  ListenToAccounts(*feed_);
}

void DeskUnderTest::TearDown() {
  for (const auto& found : LedgerStore(*pool_->Take()).Verify())
    ADD_FAILURE() << found.what << ": " << found.row << " stored " << found.stored.dong() << " recomputed "
                  << found.recomputed.dong();
  // Whatever differs from the bank is named to the row.
  const auto compared = CompareWithBank(*pool_);
  auto named = compared.lines;
  for (const auto& finding : compared.not_seen) named = Sum(named, finding.amount);
  for (const auto& finding : compared.no_entry) named = Difference(named, finding.amount);
  EXPECT_EQ(compared.balance, named);
}

void DeskUnderTest::Tell(const std::string& topic, const std::string& subject, const std::string& body) {
  const keel::outbox::Event event{1, topic, subject, body, clock_.Now()};
  const auto applied = keel::sql::RunInTransaction(
      *pool_, [&](keel::sql::Transaction& transaction) { return handlers_.at(topic)(transaction, event); });
  ASSERT_TRUE(applied) << applied.error().code << " " << applied.error().detail;
}

std::vector<TestOrder> DeskUnderTest::Place(const std::vector<std::string>& methods, std::int64_t goods,
                                            std::int64_t freight) {
  const auto purchase = PurchaseId::New(clock_.Now()).text();
  std::vector<TestOrder> orders;
  for (const auto& method : methods)
    orders.push_back({OrderId::New(clock_.Now()).text(), purchase, method, goods, freight});
  TellPlaced(orders);
  return orders;
}

void DeskUnderTest::TellPlaced(const std::vector<TestOrder>& orders) {
  json rows = json::array();
  for (const auto& order : orders)
    rows.push_back({{"order_id", order.id},
                    {"code", "CP-7K3M-9Q2"},
                    {"shop_id", "sho_01J9ZQ8XW3K5T7V2N4M6P8R0AB"},
                    {"party_id", party_},
                    {"party_kind", party_kind_},
                    {"category_totals", {{{"category", "mat-ong"}, {"amount", order.goods}}}},
                    {"goods", order.goods},
                    {"freight", order.freight},
                    {"total", order.total()},
                    {"payment", order.method},
                    {"carrier", "ghn"},
                    {"service", "standard"}});
  Tell("purchase.placed", orders.front().purchase,
       json{{"purchase_id", orders.front().purchase}, {"placed_at", keel::ToRfc3339(clock_.Now())}, {"orders", rows}}
           .dump());
}

void DeskUnderTest::TellMoved(const TestOrder& order, const std::string& to) {
  Tell("order.state-changed", order.id,
       json{{"order_id", order.id}, {"to", to}, {"at", keel::ToRfc3339(clock_.Now())}, {"carrier", "ghn"}}.dump());
}

void DeskUnderTest::TellCollected(const TestOrder& order, std::int64_t dong) {
  Tell("shipment.moved", order.id,
       json{{"shipment_id", "shm_01J9ZQ8XW3K5T7V2N4M6P8R0AB"},
            {"order_id", order.id},
            {"carrier", "ghn"},
            {"state", "delivered"},
            {"at", keel::ToRfc3339(clock_.Now())},
            {"cod_collected", true},
            {"cod_amount", {{"amount", dong}, {"currency", "VND"}}}}
           .dump());
}

std::string DeskUnderTest::Line(std::int64_t dong, const std::string& content, const std::string& bank_id,
                                bool incoming) {
  return json{{"id", bank_id},
              {"gateway", "Vietcombank"},
              {"transactionDate", "2026-11-21 15:00:00"},
              {"accountNumber", "0000000000"},
              {"content", "MBVCB.1." + content + ".CT tu 0881000458086"},
              {"transferType", incoming ? "in" : "out"},
              {"transferAmount", dong},
              {"referenceCode", "MBVCB.1"}}
      .dump();
}

Webhook DeskUnderTest::Signed(const std::string& body, std::map<std::string, std::string, std::less<>>& headers) {
  const auto timestamp =
      std::to_string(std::chrono::floor<std::chrono::seconds>(clock_.Now()).time_since_epoch().count());
  headers = {{"x-timestamp", timestamp}, {"x-signature", keel::crypto::HmacSha256Hex(kSecret, timestamp + "." + body)}};
  return {headers, body, clock_.Now(), clock_.Now()};
}

keel::Result<TakenReceipt> DeskUnderTest::Bank(std::int64_t dong, const std::string& content, std::string bank_id,
                                               bool incoming) {
  if (bank_id.empty()) bank_id = keel::NewUlid(clock_.Now());
  const auto body = Line(dong, content, bank_id, incoming);
  std::map<std::string, std::string, std::less<>> headers;
  const auto webhook = Signed(body, headers);
  return TakeReceipt(desk_, *providers_.Find("vietqr"), webhook);
}

IntentView DeskUnderTest::Look(const TestOrder& order) {
  const auto views = PurchasePayment(desk_, PurchaseId::FromRow(order.purchase));
  for (const auto& view : *views)
    if (view.intent.method == order.method) return view;
  throw std::runtime_error("no intent");
}

std::string DeskUnderTest::Status(const TestOrder& order) {
  return std::string(kStatusNames[std::size_t(Look(order).intent.Status())]);
}

std::int64_t DeskUnderTest::Balance(const std::string& account) {
  for (const auto& row : LedgerAccounts(desk_))
    if (row.account == account) return row.balance.dong();
  return 0;
}

std::size_t DeskUnderTest::Entries(const std::string& kind) {
  std::size_t count = 0;
  for (const auto& entry : LedgerEntries(desk_, "", {}, 1'000)) count += entry.kind == kind ? 1 : 0;
  return count;
}

std::vector<std::string> DeskUnderTest::Told(const std::string& topic) {
  std::vector<std::string> bodies;
  for (auto rows = pool_->Take()->Query("SELECT body FROM outbox WHERE topic = ? ORDER BY seq", {topic}); rows.Next();)
    bodies.push_back(rows.Text(0));
  return bodies;
}

}  // namespace payments
