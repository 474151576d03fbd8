#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/http/message.hpp"
#include "keel/redis/redis.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/offer.hpp"
#include "orders/domain/order.hpp"
#include "orders/domain/stock.hpp"
#include "orders/flows/context.hpp"
#include "orders/flows/place_purchase.hpp"
#include "orders/flows/placement_desk.hpp"
#include "tests/rig/private_database.hpp"
#include "tests/unit/orders/small_country.hpp"

/// orders' flows on a real MariaDB, a schema a test, with a clock the test moves.
namespace orders::test {

class House {
 public:
  /// `snapshot_isolation`: MariaDB's innodb_snapshot_isolation, ON by default from 11.6 on.
  explicit House(bool snapshot_isolation = false, std::size_t connections = 16);

  const Context& context() const { return *context_; }
  PlacementDesk& desk() { return *desk_; }
  keel::sql::Pool& pool() { return *pool_; }
  keel::ManualClock& clock() { return clock_; }
  /// Waits for the pool to be whole again, on the same schema, after the server was killed.
  void Reopen(std::size_t connections = 16);

  /// An offer of that shop (party "pty_<shop>"), told as the catalog does, with its opening stock.
  Offer Offered(const std::string& name, const std::string& shop, std::int64_t price, std::int64_t opening_stock);
  void Tell(const Offer& offer, std::optional<std::int64_t> opening_stock = std::nullopt);
  CartId CartOf(const std::vector<std::pair<std::string, std::int64_t>>& lines);
  Checkout CheckoutOf(const CartId& cart, Payment payment = Payment::kCod) const;
  /// At the placement desk, then under keel::idempotency::Run, as the route does; the body is "<id> <order> <order> …".
  keel::http::Reply Place(const Checkout& checkout, const std::string& key, const std::string& body = "{}");
  /// Places one piece of `variant` and answers its order.
  Order Placed(const std::string& variant, std::int64_t quantity, Payment payment = Payment::kCod);

  /// `deed(transaction)`, as a route or a listener runs it.
  template <class Deed>
  auto Do(Deed deed) {
    return keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& t) { return deed(t); });
  }

  /// The shop accepts and packs, the money comes.
  keel::Result<Order> Accept(const OrderId& id, const std::string& shop = "a");
  keel::Result<Order> Pack(const OrderId& id, const std::string& shop = "a");
  keel::Result<keel::Done> Pay(const OrderId& id);

  Order Read(const OrderId& id);
  std::vector<OrderLine> Lines(const OrderId& id);
  Level LevelOf(const std::string& variant);
  std::int64_t Number(const std::string& query);
  std::vector<std::string> Topics();  ///< Of the outbox, in order of writing.
  std::string LastBody(const std::string& topic);
  /// "" when every level is the sum of its movements and matches open orders, else the first difference.
  std::string StockDifference();

 private:
  keel::sql::PoolOptions options_;
  std::unique_ptr<keel::sql::Pool> pool_;
  keel::ManualClock clock_;
  keel::crypto::FieldKey key_;
  SmallCountry country_;
  OfferMemory offers_;
  RefuserMemory refusers_;
  std::unique_ptr<Context> context_;
  std::unique_ptr<PlacementDesk> desk_;
};

std::string VariantId(const std::string& name);  ///< "var_" and the name filled up to a well-formed id.
std::string ShopIdOf(const std::string& name);
std::string PartyIdOf(const std::string& shop);
keel::auth::Principal OwnerOf(const std::string& shop);
std::string CodeOf(const keel::http::Reply& reply);  ///< Of a problem; empty for another answer.
keel::http::Request KeyedRequest(const std::string& key, const std::string& body);

/// Counts in memory, or is away.
class FakeRedis : public keel::redis::Redis {
 public:
  explicit FakeRedis(bool away = false) : away_(away) {}
  std::optional<std::string> Get(std::string_view key) override;
  void Set(std::string_view key, std::string_view value, std::chrono::seconds) override;
  void Drop(std::string_view key) override;
  std::optional<std::int64_t> Count(std::string_view key, std::chrono::seconds) override;
  void Wake(std::string_view) override {}
  void OnWake(std::string, std::function<void()>) override {}
  bool Alive() override { return !away_; }

 private:
  const bool away_;
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace orders::test
