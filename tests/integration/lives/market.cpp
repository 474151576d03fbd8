#include "tests/integration/lives/market.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "keel/id.hpp"
#include "orders/events/listeners.hpp"
#include "orders/flows/amend_order.hpp"
#include "orders/flows/cancel_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/store/order_reader.hpp"
#include "payments/events/orders_feed.hpp"
#include "payments/flows/add_rule.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/look.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/take_receipt.hpp"
#include "payments/registry.hpp"
#include "tests/rig/private_database.hpp"

namespace lives {
namespace {

using nlohmann::json;

constexpr auto kSecret = "lives-secret-0123456789abcdef";
constexpr auto kFieldKey = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
constexpr std::array<const char*, std::size_t(Deed::kCount_)> kDeeds{
    "place-cash", "place-transfer", "pay-all",         "pay-part", "pay-too-much", "repeat-line",  "pay-unknown",
    "accept",     "shop-takes-off", "buyer-takes-off", "pack",     "parcel",       "shop-cancels", "buyer-cancels",
    "count",      "new-fee",        "refund",          "pay-out",  "remit",        "hours",        "tell"};
constexpr std::array<const char*, 8> kParcelWords{"picked_up", "delivered",       "in_transit", "delivered",
                                                  "returned",  "delivery_failed", "delivered",  "lost_damaged"};

payments::ProviderSettings OnlyVietQr() {
  payments::ProviderSettings settings;
  settings.vietqr.bank_bin = "970436";
  settings.vietqr.account = "0000000000";
  settings.vietqr.holder = "CHO PHIEN";
  settings.vietqr.webhook_secret = keel::Secret(kSecret);
  return settings;
}

keel::auth::Principal SellerOf(const orders::Order& order) {
  keel::auth::Principal who;
  who.subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  who.memberships.push_back({order.party_id, "household", "owner"});
  return who;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << kDeeds[std::size_t(step.deed)] << '(' << step.a << ", " << step.b << ", " << step.c << ')';
}

/// One consumer's place in one feed, with its handlers.
class Market::Feed : public keel::outbox::Consumer {
 public:
  explicit Feed(keel::sql::Pool& pool) : into(pool) {}
  void On(std::string topic, keel::outbox::EventHandler handler) override {
    handlers[std::move(topic)] = std::move(handler);
  }
  void Start() override {}
  void Stop() override {}
  void CatchUp(std::chrono::steady_clock::time_point) override {}
  std::int64_t position() const override { return cursor; }

  keel::sql::Pool& into;
  std::map<std::string, keel::outbox::EventHandler> handlers;
  std::int64_t cursor = 0;
};

Market::Market()
    : house_(false, 6),
      money_(keel::sql::Pool::Open([] {
        auto options = rig::PrivateDatabase::Shared().NewSchema("payments/store/migrations");
        options.size = 4;
        return options;
      }())),
      providers_(payments::MakeProviders(OnlyVietQr())),
      seal_(keel::Secret(kFieldKey)),
      desk_{*money_, house_.clock(), providers_, seal_},
      orders_in_payments_(std::make_unique<Feed>(*money_)),
      parcels_in_payments_(std::make_unique<Feed>(*money_)),
      payments_in_orders_(std::make_unique<Feed>(house_.pool())),
      parcels_in_orders_(std::make_unique<Feed>(house_.pool())) {
  // What a power cut costs is another test's matter; here it would only cost time.
  money_->Take()->Run("SET GLOBAL innodb_flush_log_at_trx_commit = 0");
  payments::ListenToOrders(*orders_in_payments_, desk_);
  payments::ListenToShipping(*parcels_in_payments_);
  orders::ListenToPayments(*payments_in_orders_, house_.context());
  orders::ListenToShipping(*parcels_in_orders_, house_.context());
  for (const char* shop : {"a", "b", "c"}) {
    for (const char* goods : {"mat", "tra"}) {
      const auto name = std::string(goods) + shop;
      house_.Offered(name, shop, goods[0] == 'm' ? 149'990 : 35'003, 12);
      variants_.push_back(name);
    }
  }
}
Market::~Market() = default;

const Market::Placed* Market::Pick(unsigned which) const {
  // The latest are the ones that things still happen to.
  if (placed_.empty()) return nullptr;
  const auto window = std::min<std::size_t>(placed_.size(), 6);
  return &placed_[placed_.size() - 1 - which % window];
}

void Market::Place(unsigned lines, unsigned choice, orders::Payment payment) {
  std::vector<std::pair<std::string, std::int64_t>> wanted;
  for (unsigned i = 0; i <= lines % 3; ++i) {
    const auto& variant = variants_[(choice + i * 5) % variants_.size()];
    const auto pieces = std::int64_t{1} + (choice + i) % 3;
    if (house_.LevelOf(variant).free() >= pieces) wanted.emplace_back(variant, pieces);  // A cart says no at once.
  }
  if (wanted.empty()) return;
  const auto checkout = house_.CheckoutOf(house_.CartOf(wanted), payment);
  const auto placed = keel::sql::RunInTransaction(house_.pool(), [&](keel::sql::Transaction& transaction) {
    return orders::PlacePurchase(transaction, house_.context(), checkout);
  });
  if (!placed) return;  // Out of stock: a buyer is told so and goes.
  for (const auto& order : placed->orders) {
    const auto quote =
        payments::QuoteNet(desk_, order.goods, order.party_kind, "mat-ong", "", payment != orders::Payment::kCod);
    if (!quote) throw std::runtime_error("no quote: " + std::string(quote.error().code));
    placed_.push_back({order.id, wanted.front().first, order.goods, quote->net.net});
  }
}

void Market::Bank(std::int64_t dong, const std::string& memo, const std::string& line_id) {
  if (dong <= 0) return;
  const auto now = house_.clock().Now();
  last_line_ = json{{"id", line_id},
                    {"gateway", "Vietcombank"},
                    {"transactionDate", "2026-11-21 15:00:00"},
                    {"accountNumber", "0000000000"},
                    {"content", "CT tu 0881000458086 " + memo},
                    {"transferType", "in"},
                    {"transferAmount", dong},
                    {"referenceCode", "T." + line_id}}
                   .dump();
  const auto at = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  const std::map<std::string, std::string, std::less<>> headers{
      {"x-timestamp", at}, {"x-signature", keel::crypto::HmacSha256Hex(kSecret, at + "." + last_line_)}};
  const auto taken = payments::TakeReceipt(desk_, *providers_.Find("vietqr"), {headers, last_line_, now, now});
  if (!taken) throw std::runtime_error("a line was refused: " + std::string(taken.error().code));
}

void Market::Pay(unsigned which, std::int64_t (*amount)(std::int64_t asked, unsigned), unsigned how_much) {
  const auto* placed = Pick(which);
  if (placed == nullptr) return;
  const auto order = house_.Read(placed->id);
  if (order.payment != orders::Payment::kVietqr) return;
  const auto views = payments::PurchasePayment(desk_, payments::PurchaseId::FromRow(order.purchase_id.text()));
  if (!views || views->empty()) return;  // Payments has not heard of it yet.
  const auto& intent = views->front().intent;
  Bank(amount(intent.amount.dong(), how_much), intent.reference, std::to_string(++lines_));
}

void Market::Parcel(const orders::OrderId& id, unsigned word) {
  const auto order = house_.Read(id);
  // A carrier has parcels only of what was packed.
  if (order.state < orders::OrderState::kPacked || order.state == orders::OrderState::kCancelled) return;
  const std::string state = kParcelWords[word % kParcelWords.size()];
  json body{{"shipment_id", "shm_" + id.text().substr(4)},
            {"order_id", id.text()},
            {"carrier", order.carrier.empty() ? "ghn" : order.carrier},
            {"service", order.service},
            {"tracking_number", "T" + id.text().substr(20)},
            {"state", state},
            {"at", keel::ToRfc3339(house_.clock().Now())}};
  if (state == "delivered") {
    const bool cash = order.payment == orders::Payment::kCod;
    body["cod_collected"] = cash;
    body["cod_amount"] = {{"amount", cash ? order.total.dong() : 0}, {"currency", "VND"}};
  }
  const keel::outbox::Event event{1, "shipment.moved", id.text(), body.dump(), house_.clock().Now()};
  for (Feed* feed : {parcels_in_orders_.get(), parcels_in_payments_.get()}) {
    const auto applied = keel::sql::RunInTransaction(feed->into, [&](keel::sql::Transaction& transaction) {
      return feed->handlers.at("shipment.moved")(transaction, event);
    });
    if (!applied) throw std::runtime_error("a parcel's word was refused: " + std::string(applied.error().code));
  }
}

void Market::TakeOff(const orders::OrderId& id, unsigned c, bool shop) {
  const auto order = house_.Read(id);
  const auto lines = orders::OrderReader(*house_.pool().Take(), house_.context().key).Lines(id);
  if (lines.empty()) return;
  const auto& line = lines[c % lines.size()];
  const std::vector<orders::LineChange> changes{{line.id, line.quantity - 1 - static_cast<int>(c / 7 % 2), {}}};
  if (changes[0].quantity < 0) return;
  (void)keel::sql::RunInTransaction(house_.pool(), [&](keel::sql::Transaction& transaction) {
    return shop ? orders::AmendByShop(transaction, house_.context(), SellerOf(order), id, {}, changes)
                : orders::AmendByBuyer(transaction, house_.context(), order.code,
                                       {*orders::Phone::Parse("0912345678"), {}}, {}, changes);
  });
}

void Market::HoursPass(unsigned hours) {
  house_.clock().Advance(std::chrono::hours(1 + hours % 30));
  payments::ExpireIntents(desk_);
  orders::SweepUnpaid(house_.context());
}

void Market::Operate(const Step& step) {
  const auto* placed = Pick(step.a);
  if (placed == nullptr) return;
  const auto order = house_.Read(placed->id);
  const auto reference = "op-" + std::to_string(++lines_);
  const auto in_money = [&](auto work) { (void)keel::sql::RunInTransaction(*money_, work); };
  switch (step.deed) {
    case Deed::kRefund: {
      const auto views = payments::PurchasePayment(desk_, payments::PurchaseId::FromRow(order.purchase_id.text()));
      if (!views) return;
      for (const auto& view : *views)
        in_money([&](keel::sql::Transaction& t) {
          return payments::RefundIntent(t, desk_, view.intent.id, reference, "acc_operator");
        });
      return;
    }
    case Deed::kPayOut:
      in_money([&](keel::sql::Transaction& t) {
        return payments::PayOut(t, desk_, payments::PartyId::FromRow(order.party_id),
                                keel::Money::Vnd(1 + step.b * 9'973 % 400'000), reference, "acc_operator");
      });
      return;
    case Deed::kRemit: {
      Bank(placed->goods.dong() + static_cast<std::int64_t>(step.b % 3) * 100'000, "COD", std::to_string(++lines_));
      for (const auto& view : payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 1))
        in_money([&](keel::sql::Transaction& t) {
          return payments::MatchRemittance(t, desk_, view.receipt.id, order.carrier.empty() ? "ghn" : order.carrier);
        });
      return;
    }
    case Deed::kPayUnknown: {
      Bank(10'000 + static_cast<std::int64_t>(step.b) * 7'919 % 300'000, "tien hang", std::to_string(++lines_));
      const auto seen = payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 3);
      if (seen.empty() || step.c % 3 == 0) return;
      const auto& receipt = seen[step.c % seen.size()].receipt;
      if (step.c % 3 == 1)
        return in_money(
            [&](keel::sql::Transaction& t) { return payments::ReturnReceipt(t, desk_, receipt.id, reference); });
      const auto views = payments::PurchasePayment(desk_, payments::PurchaseId::FromRow(order.purchase_id.text()));
      if (!views || views->empty()) return;
      return in_money([&](keel::sql::Transaction& t) {
        return payments::MatchReceipt(t, desk_, receipt.id, views->front().intent.id);
      });
    }
    default:
      return;
  }
}

void Market::Read(keel::sql::Pool& from, Feed& to, std::size_t most, bool faulty) {
  std::vector<keel::outbox::Event> events;
  {
    const auto session = from.Take();
    for (auto rows =
             session->Query("SELECT seq, topic, subject, body, at FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?",
                            {to.cursor, static_cast<std::int64_t>(most)});
         rows.Next();)
      events.push_back({rows.Int(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.At(4)});
  }
  for (const auto& event : events) {
    const auto handler = to.handlers.find(event.topic);
    if (handler != to.handlers.end()) {
      const auto apply = [&](bool lost) {
        return keel::sql::RunInTransaction(
            to.into, [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
              auto done = handler->second(transaction, event);
              if (done && lost)
                return keel::Error{keel::Kind::kConflict, "lost"};  // The process died before the commit.
              return done;
            });
      };
      if (faulty && ++faults_ % 3 == 0) (void)apply(true);
      if (const auto done = apply(false); !done)
        throw std::runtime_error(event.topic + " stops the feed: " + std::string(done.error().code) + ' ' +
                                 done.error().detail);
    }
    to.cursor = event.position;
  }
}

void Market::Settle() {
  for (auto before = std::int64_t{-1}; before != orders_in_payments_->cursor + payments_in_orders_->cursor;) {
    before = orders_in_payments_->cursor + payments_in_orders_->cursor;
    Read(house_.pool(), *orders_in_payments_, 1'000, true);
    Read(*money_, *payments_in_orders_, 1'000, true);
  }
}

void Market::Do(const Step& step) {
  const auto& context = house_.context();
  const auto move = [&](auto work) {
    const auto* placed = Pick(step.a);
    if (placed == nullptr) return;
    const auto order = house_.Read(placed->id);
    (void)keel::sql::RunInTransaction(house_.pool(),
                                      [&](keel::sql::Transaction& transaction) { return work(transaction, order); });
  };
  switch (step.deed) {
    case Deed::kPlaceCash:
      return Place(step.a, step.b, orders::Payment::kCod);
    case Deed::kPlaceTransfer:
      return Place(step.a, step.b, orders::Payment::kVietqr);
    case Deed::kPayAll:
      return Pay(
          step.a, [](std::int64_t asked, unsigned) { return asked; }, 0);
    case Deed::kPayPart:
      return Pay(
          step.a,
          [](std::int64_t asked, unsigned n) { return 1 + std::int64_t(n) * 7'919 % std::max<std::int64_t>(1, asked); },
          step.b);
    case Deed::kPayTooMuch:
      return Pay(
          step.a, [](std::int64_t asked, unsigned n) { return asked + 1 + std::int64_t(n) * 4'001 % 90'000; }, step.b);
    case Deed::kRepeatLine:
      if (!last_line_.empty()) {
        const auto line = json::parse(last_line_);
        const auto words = line.at("content").get<std::string>();
        Bank(line.at("transferAmount").get<std::int64_t>(), words.substr(words.rfind(' ') + 1), line.at("id"));
      }
      return;
    case Deed::kAccept:
      return move([&](auto& t, const auto& o) { return orders::AcceptOrder(t, context, SellerOf(o), o.id); });
    case Deed::kPack:
      return move(
          [&](auto& t, const auto& o) { return orders::PackOrder(t, context, SellerOf(o), o.id, 700 + step.b); });
    case Deed::kShopTakesOff:
    case Deed::kBuyerTakesOff:
      if (const auto* placed = Pick(step.a)) TakeOff(placed->id, step.b, step.deed == Deed::kShopTakesOff);
      return;
    case Deed::kParcel:
      if (const auto* placed = Pick(step.a)) Parcel(placed->id, step.b);
      return;
    case Deed::kShopCancels:
      return move([&](auto& t, const auto& o) {
        return orders::CancelByShop(t, context, SellerOf(o), o.id, orders::CancelReason::kOutOfStock);
      });
    case Deed::kBuyerCancels:
      return move([&](auto& t, const auto& o) {
        return orders::CancelByBuyer(t, context, o.code, {*orders::Phone::Parse("0912345678"), {}});
      });
    case Deed::kCount: {
      const auto& variant = variants_[step.b % variants_.size()];
      const auto who = orders::test::OwnerOf(variant.substr(3));
      (void)keel::sql::RunInTransaction(house_.pool(), [&](keel::sql::Transaction& t) {
        return orders::CountStock(t, context, who, orders::test::VariantId(variant), 4 + step.c % 20, "đếm lại");
      });
      const auto level = house_.LevelOf(variant);
      if (level.on_hand < level.reserved) short_.insert(variant);
      break;
    }
    case Deed::kNewFee:
      (void)keel::sql::RunInTransaction(*money_, [&](keel::sql::Transaction& t) {
        return payments::AddRule(t, desk_,
                                 {.party_kind = "household",
                                  .category = "",
                                  .basis_points = 100 + step.a % 900,
                                  .valid_from = house_.clock().Now() + std::chrono::minutes(1),
                                  .basis = "test"});
      });
      return;
    case Deed::kHours:
      return HoursPass(step.a);
    case Deed::kTell:
      return Settle();
    default:
      Operate(step);
  }
  // Sometimes a feed is read for a while, sometimes not at all.
  if (step.c % 2 == 0) Read(house_.pool(), *orders_in_payments_, 1 + step.c % 5, true);
  if (step.c % 3 == 0) Read(*money_, *payments_in_orders_, 1 + step.c % 4, true);
}

}  // namespace lives
