/// Whole lives of stock, made up at random and lived on a real MariaDB: whatever is done in whatever order, every level
/// is the sum of its movements, every promise belongs to somebody, and nothing is promised twice.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "orders/flows/amend_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/harvest.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/flows/verify_stock.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders {
namespace {

using test::House;
using test::VariantId;

class Life {
 public:
  explicit Life(std::uint32_t seed, bool snapshot_isolation) : house_(snapshot_isolation, 4), random_(seed) {
    for (const char* name : kGoods) house_.Offered(name, "a", 10'000, Below(40));
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return OpenPlace(t, house_.context(), who_, {"", test::PartyIdOf("a"), "Kho", PlaceKind::kOther});
    });
    place_ = PlacesOf(house_.context(), who_, test::PartyIdOf("a"))->front().id;
  }

  /// One deed; its name.
  std::string Step() {
    const auto [name, deed] = kDeeds[std::size_t(Below(std::ssize(kDeeds)))];
    house_.clock().Advance(std::chrono::minutes(1 + Below(90)));
    deed(*this);
    return name;
  }
  std::string Wrong() {
    if (const auto difference = house_.StockDifference(); !difference.empty()) return difference;
    // Only a count or a loss may leave less than was promised; never less than nothing.
    if (house_.Number("SELECT COUNT(*) FROM stock WHERE on_hand < 0 OR reserved < 0") != 0) return "a level below 0";
    if (house_.Number("SELECT COUNT(*) FROM lot_promises WHERE quantity < 0 OR taken < 0") != 0)
      return "a promise below 0";
    if (house_.Number("SELECT COUNT(*) FROM stock_bins WHERE on_hand < 0") != 0) return "a lot with less than nothing";
    if (house_.Number("SELECT COUNT(*) FROM harvests h JOIN stock_bins b ON b.lot_id = h.lot_id WHERE h.state = 'open' "
                      "AND b.on_hand > GREATEST(h.cap, b.reserved)") != 0)
      return "a field beyond its cap";
    for (const auto& found : VerifyBins(house_.pool(), house_.clock().Now())) return found.where;
    return "";
  }
  House& house() { return house_; }

 private:
  static constexpr std::array<const char*, 3> kGoods{"plum", "tea", "honey"};
  struct Deed {
    const char* name;
    std::function<void(Life&)> run;
  };
  static const std::vector<Deed> kDeeds;

  std::int64_t Below(std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_); }
  std::string Goods() { return kGoods[std::size_t(Below(std::ssize(kGoods)))]; }
  std::string DayIn(std::int64_t days) { return DayOf(house_.clock().Now() + std::chrono::hours(24 * days)); }

  void Place() {
    try {
      const auto order = house_.Placed(Goods(), 1 + Below(6), Below(3) == 0 ? Payment::kVietqr : Payment::kCod);
      orders_.push_back(order.id);
    } catch (const std::runtime_error&) {  // Not enough left: that is an answer too.
    }
  }
  void MoveSome() {
    if (orders_.empty()) return;
    const auto order = house_.Read(orders_[std::size_t(Below(std::ssize(orders_)))]);
    std::vector<OrderEvent> may;
    for (const Transition& t : kTransitions)
      if (t.from == order.state) may.push_back(t.on);
    if (may.empty()) return;
    const auto event = may[std::size_t(Below(std::ssize(may)))];
    if (event == OrderEvent::kPacked) {
      (void)house_.Do(
          [&](keel::sql::Transaction& t) { return PackOrder(t, house_.context(), who_, order.id, std::nullopt); });
      return;
    }
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return Move(t, house_.context(), order, event, {"system"}, "life", house_.clock().Now(),
                  Below(3) == 0 ? Fate::kLost : Fate::kBackToShop);
    });
  }
  void Amend() {
    if (orders_.empty()) return;
    const auto order = house_.Read(orders_[std::size_t(Below(std::ssize(orders_)))]);
    (void)house_.Do([&](keel::sql::Transaction& t) -> keel::Result<AmendedOrder> {
      const auto line = OrderReader(t.session(), house_.context().key).Lines(order.id).front();
      AmendWish wish;
      wish.lines = {{line.id, line.quantity > 0 ? Below(line.quantity) : 0, std::nullopt}};
      return AmendOrder(t, house_.context(), order, wish, AmendReason::kShopShort, {"system"});
    });
  }
  void NewLot() {
    LotWish wish;
    wish.variant_id = VariantId(Goods());
    wish.quantity = 1 + Below(15);
    wish.from_stock = Below(3) == 0;
    wish.place_id = Below(3) == 0 ? place_ : "";
    wish.expires_on = Below(4) == 0 ? "" : DayIn(Below(6));
    (void)house_.Do([&](keel::sql::Transaction& t) { return OpenLot(t, house_.context(), who_, wish); });
  }
  BinRow AnyBin(std::string& name) {
    name = Goods();
    auto stock = StockOfVariant(house_.context(), who_, VariantId(name));
    return stock->bins[std::size_t(Below(std::ssize(stock->bins)))];
  }
  void ChangeSomeLot() {
    std::string name;
    const auto bin = AnyBin(name);
    if (!bin.lot) return;
    LotChange change;
    change.version = bin.lot->version;
    change.state =
        std::array{LotState::kOpen, LotState::kHeld, LotState::kOpen, LotState::kRecalled}[std::size_t(Below(4))];
    if (Below(3) == 0) change.expires_on = DayIn(Below(5));
    (void)house_.Do(
        [&](keel::sql::Transaction& t) { return ChangeLot(t, house_.context(), who_, bin.lot->id.text(), change); });
  }
  void Carry() {
    std::string name;
    const auto bin = AnyBin(name);
    const auto& from = bin.level.bin;
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return MoveStock(t, house_.context(), who_, VariantId(name), from.lot_id, from.place_id,
                       from.place_id.empty() ? place_ : "", 1 + Below(8));
    });
  }
  void Spoil() {
    std::string name;
    const auto bin = AnyBin(name);
    const auto free = std::max<std::int64_t>(bin.level.free(), 0);
    if (free == 0) return;
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return SpoilStock(t, house_.context(), who_, VariantId(name), bin.level.bin, 1 + Below(free), "mốc");
    });
  }
  void Sell() {
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return SellElsewhere(t, house_.context(), who_, VariantId(Goods()), "stall", 1 + Below(4));
    });
  }
  void Keep() {
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return KeepBack(t, house_.context(), who_, VariantId(Goods()), Below(2) ? "market" : "stall", Below(6));
    });
  }
  void CountAll() {
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return CountStock(t, house_.context(), who_, VariantId(Goods()), Below(30), "counted");
    });
  }
  /// A part of a delivered order comes back, and is received; nothing else happens to that order.
  void ComeBack() {
    for (auto id = orders_.begin(); id != orders_.end(); ++id) {
      const auto order = house_.Read(*id);
      if (order.state != OrderState::kDelivered || Below(2) == 0) continue;
      const auto line = house_.Lines(order.id).front();
      if (line.quantity == 0) continue;
      const ReturnWish wish{{{line.id, 1 + Below(line.quantity)}}, ReturnReason::kChangedMind, "", {}};
      const auto fate =
          std::array{ReturnFate::kSellable, ReturnFate::kSpoiled, ReturnFate::kKept}[std::size_t(Below(3))];
      (void)house_.Do([&](keel::sql::Transaction& t) -> keel::Result<Return> {
        const auto asked = AskReturn(t, house_.context(), order.code, {*Phone::Parse("0912345678"), {}}, wish);
        if (!asked) return asked;
        return ReceiveReturn(t, house_.context(), who_, asked->id, fate);
      });
      orders_.erase(id);
      return;
    }
  }
  void Reforecast() {
    const auto harvests = HarvestsOfShop(house_.context(), who_, test::ShopIdOf("a"));
    for (const auto& shown : *harvests) {
      if (shown.harvest.state == HarvestState::kCut || Below(2) == 0) continue;
      (void)house_.Do([&](keel::sql::Transaction& t) {
        return ChangeForecast(t, house_.context(), who_, shown.harvest.id.text(), DayIn(3), 1 + Below(30),
                              1 + Below(100), shown.harvest.version);
      });
      return;
    }
  }
  void CountMore() {
    std::string name;
    const auto bin = AnyBin(name);
    const auto here = std::max<std::int64_t>(bin.level.on_hand - bin.on_the_road, 0);
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return CountBin(t, house_.context(), who_, VariantId(name), bin.level.bin, here + Below(5), "counted");
    });
  }
  void Sow() {
    (void)house_.Do([&](keel::sql::Transaction& t) {
      return OpenHarvest(t, house_.context(), who_,
                         {VariantId(Goods()), DayIn(3), 1 + Below(30), 1 + Below(100),
                          Below(2) ? ShortRule::kProRata : ShortRule::kFirstCome});
    });
  }
  void Reap() {
    const auto harvests = HarvestsOfShop(house_.context(), who_, test::ShopIdOf("a"));
    for (const auto& shown : *harvests) {
      if (shown.harvest.state == HarvestState::kCut) continue;
      const auto packed = Below(25);
      (void)house_.Do([&](keel::sql::Transaction& t) {
        return CutHarvest(t, house_.context(), who_, shown.harvest.id.text(),
                          {packed, packed, packed, "", "", shown.harvest.version});
      });
      return;
    }
  }
  void Sweep() {
    SweepLots(house_.context());
    SweepUnpaid(house_.context());
  }

  House house_;
  std::mt19937 random_;
  const keel::auth::Principal who_ = test::OwnerOf("a");
  std::string place_;
  std::vector<OrderId> orders_;
};

const std::vector<Life::Deed> Life::kDeeds{{"place", &Life::Place},      {"place", &Life::Place},
                                           {"place", &Life::Place},      {"move", &Life::MoveSome},
                                           {"move", &Life::MoveSome},    {"move", &Life::MoveSome},
                                           {"move", &Life::MoveSome},    {"amend", &Life::Amend},
                                           {"lot", &Life::NewLot},       {"lot", &Life::ChangeSomeLot},
                                           {"carry", &Life::Carry},      {"spoil", &Life::Spoil},
                                           {"sell", &Life::Sell},        {"keep", &Life::Keep},
                                           {"count", &Life::CountMore},  {"sow", &Life::Sow},
                                           {"reap", &Life::Reap},        {"sweep", &Life::Sweep},
                                           {"recount", &Life::CountAll}, {"return", &Life::ComeBack},
                                           {"return", &Life::ComeBack},  {"forecast", &Life::Reforecast}};

class StockLife : public testing::TestWithParam<std::tuple<bool, int>> {};
INSTANTIATE_TEST_SUITE_P(Seeds, StockLife, testing::Combine(testing::Bool(), testing::Values(1, 30, 31, 71)));

TEST_P(StockLife, TheBooksAgreeWhateverIsDone) {
  const auto [isolation, seed] = GetParam();
  Life life(static_cast<std::uint32_t>(seed), isolation);
  std::string done;
  for (int step = 0; step < 600; ++step) {
    done += life.Step() + ' ';
    if (step % 10 != 9) continue;
    ASSERT_EQ(life.Wrong(), "") << "seed " << seed << ", step " << step << ": "
                                << done.substr(done.size() > 120 ? done.size() - 120 : 0);
  }
  EXPECT_GT(life.house().Number("SELECT COUNT(*) FROM stock_movements"), 100);
}

}  // namespace
}  // namespace orders
