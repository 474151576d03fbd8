#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "keel/outbox/consumer.hpp"
#include "payments/flows/desk.hpp"
#include "payments/flows/look.hpp"
#include "payments/flows/take_receipt.hpp"
#include "payments/registry.hpp"

namespace payments {

/// An order as orders would tell of it.
struct TestOrder {
  std::string id, purchase, method;
  std::int64_t goods = 200'000, freight = 32'000;
  std::int64_t total() const { return goods + freight; }
};

/// A desk over an empty schema, a clock that stands still, and the feeds of orders and shipping as a hand to write
/// with. After every test the whole ledger is verified.
class DeskUnderTest : public testing::Test {
 protected:
  DeskUnderTest();
  explicit DeskUnderTest(ProviderSettings settings);
  void TearDown() override;

  /// purchase.placed with one order a given method each ("vietqr", "cod"); by a household unless said otherwise.
  std::vector<TestOrder> Place(const std::vector<std::string>& methods, std::int64_t goods = 200'000,
                               std::int64_t freight = 32'000);
  void TellPlaced(const std::vector<TestOrder>& orders);
  void TellMoved(const TestOrder& order, const std::string& to);
  void TellCollected(const TestOrder& order, std::int64_t dong);

  /// The bank tells of a line, signed. `bank_id`: a fresh one when empty.
  keel::Result<TakenReceipt> Bank(std::int64_t dong, const std::string& content, std::string bank_id = {},
                                  bool incoming = true);
  Webhook Signed(const std::string& body, std::map<std::string, std::string, std::less<>>& headers);
  std::string Line(std::int64_t dong, const std::string& content, const std::string& bank_id, bool incoming = true);

  /// `deed(transaction)`, as a route or a listener runs it.
  template <class Deed>
  auto Do(Deed deed) {
    return keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& t) { return deed(t); });
  }

  IntentView Look(const TestOrder& order);  ///< The intent that covers it.
  std::string Status(const TestOrder& order);
  std::int64_t Balance(const std::string& account);         ///< Debit above zero; 0 for an account not there.
  std::size_t Entries(const std::string& kind);             ///< How many of the kind.
  std::vector<std::string> Told(const std::string& topic);  ///< Bodies of our own events.
  std::string Seller() const { return "seller_payable:" + party_; }

  const std::string party_ = PartyId::New(keel::Instant()).text();
  std::string party_kind_ = "household";
  keel::ManualClock clock_;
  std::unique_ptr<keel::sql::Pool> pool_;
  Providers providers_;
  keel::crypto::FieldKey seal_;
  Desk desk_;

  std::unique_ptr<keel::outbox::Consumer> feed_;  ///< What the routes ask to catch up.
  std::function<void()> on_catch_up_ = [] {};

  void Tell(const std::string& topic, const std::string& subject, const std::string& body);

 private:
  std::map<std::string, keel::outbox::EventHandler> handlers_;
};

}  // namespace payments
