#include "tests/integration/orders/house.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/follow_offer.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/verify_stock.hpp"
#include "orders/store/cart_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders::test {
namespace {

const std::string kKey = keel::crypto::Base64Encode("0123456789abcdef0123456789abcdef");

std::string Padded(std::string_view prefix, std::string name) {
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (char& c : name)
    if (c == 'I' || c == 'L' || c == 'O' || c == 'U') c = 'X';  // Not in the alphabet of ids.
  name.insert(name.begin(), 26 - name.size(), '0');
  return std::string(prefix) + name;
}

}  // namespace

std::string VariantId(const std::string& name) {
  return Padded("var_", name);
}
std::string ShopIdOf(const std::string& name) {
  return Padded("sho_", name);
}
std::string PartyIdOf(const std::string& shop) {
  return Padded("pty_", shop);
}

keel::auth::Principal OwnerOf(const std::string& shop) {
  keel::auth::Principal who;
  who.subject = Padded("acc_", shop);
  who.memberships.push_back({PartyIdOf(shop), "household", "owner"});
  return who;
}

std::string CodeOf(const keel::http::Reply& reply) {
  return nlohmann::json::parse(reply.body, nullptr, false).value("code", "");
}

keel::http::Request KeyedRequest(const std::string& key, const std::string& body) {
  keel::http::Request request;
  request.method = keel::http::Method::kPost;
  request.path = request.target = "/v1/purchases";
  request.headers["idempotency-key"] = key;
  request.body = body;
  return request;
}

House::House(bool snapshot_isolation, std::size_t connections)
    : clock_(*keel::FromRfc3339("2026-11-21T08:00:00Z")), key_(keel::Secret(kKey)) {
  auto& database = rig::PrivateDatabase::Shared();
  options_ = database.NewSchema("orders/store/migrations");
  options_.size = connections;
  options_.lease_timeout = std::chrono::seconds(60);
  pool_ = keel::sql::Pool::Open(options_);
  // Global, for the sessions still to be opened; the pool opened none yet.
  auto first = options_;
  keel::sql::Pool::Open(first)->Take()->Run(std::string("SET GLOBAL innodb_snapshot_isolation = ") +
                                            (snapshot_isolation ? "ON" : "OFF"));
  context_ = std::make_unique<Context>(Context{*pool_, clock_, key_, country_, offers_, {}});
  context_->refusers = &refusers_;
  desk_ = std::make_unique<PlacementDesk>(*context_);
}

void House::Reopen(std::size_t connections) {
  options_.size = connections;
  pool_ = keel::sql::Pool::Open(options_);
  context_ = std::make_unique<Context>(Context{*pool_, clock_, key_, country_, offers_, {}});
  context_->refusers = &refusers_;
  desk_ = std::make_unique<PlacementDesk>(*context_);
}

Offer House::Offered(const std::string& name, const std::string& shop, std::int64_t price, std::int64_t opening_stock) {
  Offer offer;
  offer.variant_id = VariantId(name);
  offer.product_id = Padded("prd_", name);
  offer.product_slug = name;
  offer.product_name = "Mật ong " + name;
  offer.unit = "chai";
  offer.net_weight_g = 500;
  offer.price = keel::Money::Vnd(price);
  offer.sellable = true;
  offer.shop_id = ShopIdOf(shop);
  offer.shop_slug = shop;
  offer.shop_name = "Gian hàng " + shop;
  offer.party_id = PartyIdOf(shop);
  offer.party_kind = "household";
  offer.province_code = "15";
  offer.commune_code = "02680";
  offer.category = "mat-ong";
  offer.version = 1;
  (void)keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
    FollowShop(transaction,
               {offer.shop_id, shop, offer.shop_name, offer.party_id, "household", "open", "15", "02680", 1});
    return keel::Done{};
  });
  Tell(offer, opening_stock);
  return offer;
}

void House::Tell(const Offer& offer, std::optional<std::int64_t> opening_stock) {
  const auto told =
      keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
        FollowOffer(transaction, *context_, offer, opening_stock);
        return keel::Done{};
      });
  if (!told) throw std::runtime_error("the offer was not taken");
}

CartId House::CartOf(const std::vector<std::pair<std::string, std::int64_t>>& lines) {
  const auto shown = OpenCart(*context_);
  const CartHolder holder{shown.cart.id, std::nullopt};
  for (const auto& [name, quantity] : lines) {
    const auto put = keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) {
      return PutLine(transaction, *context_, holder, VariantId(name), quantity);
    });
    if (!put) throw std::runtime_error("could not put " + name + ": " + std::string(put.error().code));
  }
  return holder.id;
}

Checkout House::CheckoutOf(const CartId& cart, Payment payment) const {
  Checkout checkout{{cart, std::nullopt},
                    {"Giàng A Páo", *Phone::Parse("0912345678")},
                    {"15", "02680", "Số 5", "thôn Na Áng", "gần chợ", {}},
                    "gọi trước khi giao",
                    {}};
  checkout.choices.payment = payment;
  return checkout;
}

keel::http::Reply House::Place(const Checkout& checkout, const std::string& key, const std::string& body) {
  const auto request = KeyedRequest(key, body);
  const PlacementDesk::ReplyOf reply_of = [](const PlacedPurchase& placed) {
    std::string text = placed.id.text();
    for (const Order& order : placed.orders) text += ' ' + order.id.text();
    return keel::http::Reply{201, text, "text/plain", {}};
  };
  const auto named = keel::idempotency::KeyOf(request, checkout.holder.id.text());
  if (named)
    if (auto reply = desk_->Place(checkout, *named, reply_of)) return *std::move(reply);
  return keel::idempotency::Run(*pool_, request, checkout.holder.id.text(), clock_, true,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<keel::http::Reply> {
                                  const auto placed = PlacePurchase(transaction, *context_, checkout);
                                  if (!placed) return placed.error();
                                  return reply_of(*placed);
                                });
}

Order House::Placed(const std::string& variant, std::int64_t quantity, Payment payment) {
  const auto cart = CartOf({{variant, quantity}});
  const auto placed = keel::sql::RunInTransaction(*pool_, [&](keel::sql::Transaction& transaction) {
    return PlacePurchase(transaction, *context_, CheckoutOf(cart, payment));
  });
  if (!placed) throw std::runtime_error("not placed: " + std::string(placed.error().code));
  return placed->orders.front();
}

keel::Result<Order> House::Accept(const OrderId& id, const std::string& shop) {
  return Do([&](keel::sql::Transaction& t) { return AcceptOrder(t, *context_, OwnerOf(shop), id); });
}

keel::Result<Order> House::Pack(const OrderId& id, const std::string& shop) {
  return Do([&](keel::sql::Transaction& t) { return PackOrder(t, *context_, OwnerOf(shop), id, std::nullopt); });
}

keel::Result<keel::Done> House::Pay(const OrderId& id) {
  return Do([&](keel::sql::Transaction& t) { return ConfirmPaid(t, *context_, {id}); });
}

std::vector<OrderLine> House::Lines(const OrderId& id) {
  const auto session = pool_->Take();
  return OrderReader(*session, key_).Lines(id);
}

Order House::Read(const OrderId& id) {
  const auto session = pool_->Take();
  const auto order = OrderReader(*session, key_).Find(id);
  if (!order) throw std::runtime_error("no such order");
  return *order;
}

Level House::LevelOf(const std::string& variant) {
  const auto session = pool_->Take();
  return StockStore(*session).LevelOf(VariantId(variant)).value_or(Level{-1, -1});
}

std::int64_t House::Number(const std::string& query) {
  const auto session = pool_->Take();
  auto rows = session->Query(query);
  rows.Next();
  return rows.Int(0);
}

std::vector<std::string> House::Topics() {
  const auto session = pool_->Take();
  auto rows = session->Query("SELECT topic FROM outbox ORDER BY seq");
  std::vector<std::string> topics;
  while (rows.Next()) topics.push_back(rows.Text(0));
  return topics;
}

std::string House::LastBody(const std::string& topic) {
  const auto session = pool_->Take();
  auto rows = session->Query("SELECT body FROM outbox WHERE topic = ? ORDER BY seq DESC LIMIT 1", {topic});
  return rows.Next() ? rows.Text(0) : std::string();
}

std::string House::StockDifference() {
  for (const auto& d : VerifyStock(*pool_))
    return d.variant_id + " level " + std::to_string(d.level.on_hand) + "/" + std::to_string(d.level.reserved) +
           " ledger " + std::to_string(d.ledger.on_hand) + "/" + std::to_string(d.ledger.reserved) + " open " +
           std::to_string(d.open_orders);
  for (const auto& d : VerifyBins(*pool_, clock_.Now()))
    return d.where + " level " + std::to_string(d.level.on_hand) + "/" + std::to_string(d.level.reserved) + " ledger " +
           std::to_string(d.ledger.on_hand) + "/" + std::to_string(d.ledger.reserved);
  return "";
}

std::optional<std::string> FakeRedis::Get(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto at = values_.find(key);
  return away_ || at == values_.end() ? std::nullopt : std::optional(at->second);
}

void FakeRedis::Set(std::string_view key, std::string_view value, std::chrono::seconds) {
  const std::lock_guard lock(mutex_);
  values_.insert_or_assign(std::string(key), std::string(value));
}

void FakeRedis::Drop(std::string_view key) {
  const std::lock_guard lock(mutex_);
  values_.erase(std::string(key));
}

std::optional<std::int64_t> FakeRedis::Count(std::string_view key, std::chrono::seconds) {
  if (away_) return std::nullopt;
  const std::lock_guard lock(mutex_);
  auto& value = values_[std::string(key)];
  const auto count = value.empty() ? 1 : std::stoll(value) + 1;
  value = std::to_string(count);
  return count;
}

}  // namespace orders::test
