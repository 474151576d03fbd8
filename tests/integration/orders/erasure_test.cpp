#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "orders/flows/cancel_order.hpp"
#include "orders/flows/dispute_order.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/flows/send_messages.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/evidence_store.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

/// Forgetting who bought: what is over goes, what is not stays, and nobody else's changes.
namespace orders {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::House;

const std::string kRequest = "era_01J9ZQ8XW3K5T7V2N4M6P8R0AE";
const Phone kPhone = *Phone::Parse("0912345678");  // As House's check-outs say.
const BuyerProof kBuyer{kPhone, {}};

struct Erasing : testing::Test {
  Erasing() {
    house.Offered("honey", "a", 100'000, 50);
    operator_ = test::OwnerOf("o");
    operator_.is_operator = true;
  }
  Order Bought(const std::string& phone = "0912345678", const std::string& name = "Giàng A Páo") {
    const auto cart = house.CartOf({{"honey", 1}});
    auto checkout = house.CheckoutOf(cart, Payment::kCod);
    checkout.buyer = {name, *Phone::Parse(phone)};
    const auto placed = house.Do([&](auto& t) { return PlacePurchase(t, house.context(), checkout); });
    EXPECT_TRUE(placed);
    return house.Read(placed->orders[0].id);
  }
  void Scan(const Order& order, const std::string& state) {
    EXPECT_TRUE(house.Do([&](auto& t) {
      return FollowShipment(t, house.context(),
                            {order.id.text(), "shm_1", "ghn", "2", "GHN1", state, house.clock().Now()});
    }));
  }
  Order Delivered(const std::string& phone = "0912345678", const std::string& name = "Giàng A Páo") {
    const auto order = Bought(phone, name);
    EXPECT_TRUE(house.Accept(order.id));
    EXPECT_TRUE(house.Pack(order.id));
    Scan(order, "picked_up");
    Scan(order, "delivered");
    return house.Read(order.id);
  }
  keel::Result<keel::Done> Request(const std::string& key_check) {
    return house.Do([&](auto& t) {
      return FollowErasure(t, house.context(), {kRequest, std::nullopt, PhoneIndex(kPhone, house.context().key), 0, ""},
                           key_check, house.clock().Now());
    });
  }
  void Asked() { EXPECT_TRUE(Request(FieldKeyCheck(house.context().key))); }
  /// As payments and shipping do.
  void Answered(const Order& order) {
    EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
      FollowMoneyErased(t, order.purchase_id);
      FollowParcelsErased(t, order.purchase_id);
      return keel::Done{};
    }));
  }
  void PassDisputes() { house.clock().Advance(std::chrono::days(15)); }
  Delivery DeliveryOf(const Order& order) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Whole(order).delivery;
  }
  std::int64_t Told(const std::string& topic) {
    return house.Number("SELECT COUNT(*) FROM outbox WHERE topic = '" + topic + "'");
  }
  json Report() { return json::parse(house.LastBody("erasure.progressed")); }

  House house;
  keel::auth::Principal operator_;
};

TEST_F(Erasing, BlanksWhatIsOverOnceTheOthersHave) {
  const auto order = Delivered();
  PassDisputes();
  Asked();
  Asked();  // Told twice.
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM erasures"), 1);
  EXPECT_EQ(ErasePeople(house.context()), 0);
  EXPECT_EQ(ErasePeople(house.context()), 0);
  EXPECT_EQ(Told("purchase.erasing"), 1) << "once, however often it is looked at";
  EXPECT_EQ(json::parse(house.LastBody("purchase.erasing"))["order_ids"], json({order.id.text()}));
  EXPECT_EQ(Told("erasure.progressed"), 1) << "only what is new is told";
  EXPECT_EQ(Report()["held"][0]["why"], "money");
  EXPECT_EQ(Report()["held"][0]["code"], order.code.text());
  EXPECT_EQ(DeliveryOf(order).buyer.name, "Giàng A Páo") << "it may still be needed to pay back";

  Answered(order);
  EXPECT_EQ(ErasePeople(house.context()), 1);
  EXPECT_EQ(ErasePeople(house.context()), 0);
  const auto blank = DeliveryOf(order);
  EXPECT_EQ(blank.buyer.name, "");
  EXPECT_NE(blank.buyer.phone, kPhone);
  EXPECT_EQ(blank.address.street + blank.address.hamlet + blank.address.landmark + blank.note, "");
  EXPECT_EQ(blank.address.commune_code, "02680") << "the commune stays";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases WHERE phone_index <> REPEAT('0', 32)"), 0);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE to_kind = 'buyer'"), 0);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM phone_records"), 0);
  EXPECT_EQ(house.Read(order.id).total, order.total);
  EXPECT_TRUE(Report()["over"].get<bool>());
  EXPECT_EQ(Report()["erased"], 1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM erasures WHERE open = 0 AND phone_index = '' AND account_id IS NULL"),
            1);
  EXPECT_FALSE(TrackOrder(house.context(), order.code, kBuyer)) << "the phone opens nothing any more";
  EXPECT_FALSE(TrackOrder(house.context(), order.code, {std::nullopt, std::nullopt}));
  EXPECT_EQ(house.StockDifference(), "");

  // A word that comes too late reaches nobody's telephone.
  EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
    SayAbout(t, house.context(), house.Read(order.id), MessageKind::kDelivered, Recipient::kBuyer, {});
    return keel::Done{};
  }));
  house.clock().Advance(24h);
  int sent = 0;
  const Reach reach{[](const std::string&) -> keel::Result<Contact> {
                      return keel::Error{keel::Kind::kNotFound, "x"};
                    },
                    [](const std::string&) -> keel::Result<Contact> {
                      return keel::Error{keel::Kind::kNotFound, "x"};
                    },
                    [&](const Phone&, const std::string&, const std::string&) -> keel::Result<keel::Done> {
                      ++sent;
                      return keel::Done{};
                    }};
  SendDueMessages(house.context(), reach);
  EXPECT_EQ(sent, 0);
}

TEST_F(Erasing, LeavesWhatIsNotOverUntilItIs) {
  const auto done = Delivered();
  PassDisputes();
  const auto fresh = Delivered();
  house.clock().Advance(1s);  // Ids follow the clock.
  const auto under_way = Bought();
  Asked();
  ErasePeople(house.context());
  Answered(done);
  EXPECT_EQ(ErasePeople(house.context()), 1);
  EXPECT_EQ(DeliveryOf(done).buyer.name, "");
  EXPECT_EQ(DeliveryOf(fresh).buyer.name, "Giàng A Páo");
  EXPECT_EQ(DeliveryOf(under_way).buyer.phone, kPhone);
  const auto report = Report();
  ASSERT_EQ(report["held"].size(), 2U);
  EXPECT_EQ(report["held"][0]["why"], "return-time");
  EXPECT_EQ(report["held"][0]["until"], keel::ToRfc3339(fresh.moved_at + std::chrono::days(14)));
  EXPECT_EQ(report["held"][1]["why"], "under-way");
  EXPECT_FALSE(report["over"].get<bool>());

  EXPECT_TRUE(house.Do([&](auto& t) { return CancelByBuyer(t, house.context(), under_way.code, kBuyer); }));
  PassDisputes();
  ErasePeople(house.context());
  Answered(fresh);
  Answered(under_way);
  EXPECT_EQ(ErasePeople(house.context()), 2);
  EXPECT_TRUE(Report()["over"].get<bool>());
  EXPECT_EQ(Report()["erased"], 3);
}

TEST_F(Erasing, WaitsForADisputeAndThenForgetsItsWordsAndPhotos) {
  const auto order = Delivered();
  const auto photo = house.Do([&](auto& t) -> keel::Result<Evidence> {
    return EvidenceStore(t.session())
        .Insert({"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB", order.id, "0123456789abcdef", {400, 1280}}, house.clock().Now());
  });
  const auto dispute = house.Do([&](auto& t) {
    return OpenDispute(t, house.context(), order.code, kBuyer,
                       {"not-as-described", "tôi là Páo, nhà ở Na Áng", {photo->id}, {}});
  });
  ASSERT_TRUE(dispute);
  PassDisputes();
  Asked();
  ErasePeople(house.context());
  EXPECT_EQ(Report()["held"][0]["why"], "dispute-open");
  EXPECT_EQ(Told("purchase.erasing"), 0);
  ASSERT_TRUE(house.Do([&](auto& t) {
    return DecideDispute(t, house.context(), operator_, dispute->id, keel::Money(), "đã xem ảnh của hai bên");
  }));
  ErasePeople(house.context());
  Answered(order);
  EXPECT_EQ(ErasePeople(house.context()), 1);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM disputes WHERE CONCAT(note, answer, decision_note) <> ''"), 0);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM evidence") + house.Number("SELECT COUNT(*) FROM case_photos"), 0);
  const auto over = json::parse(house.LastBody("evidence.over"));
  EXPECT_EQ(over["name"], "0123456789abcdef");
  EXPECT_EQ(over["widths"], json({400, 1280}));
}

TEST_F(Erasing, TouchesNobodyElse) {
  const auto mine = Delivered(), theirs = Delivered("0987654321", "Vàng Thị Mỷ");
  EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<keel::Done> {
    for (const auto* order : {&mine, &theirs})
      EvidenceStore(t.session())
          .Insert({order == &mine ? "med_01J9ZQ8XW3K5T7V2N4M6P8R0AB" : "med_01J9ZQ8XW3K5T7V2N4M6P8R0AC",
                   order->id,
                   "0123456789abcdef",
                   {400}},
                  house.clock().Now());
    return keel::Done{};
  }));
  const auto messages = house.Number("SELECT COUNT(*) FROM messages WHERE order_id = '" + theirs.id.text() + "'");
  PassDisputes();
  Asked();
  ErasePeople(house.context());
  Answered(mine);
  EXPECT_EQ(ErasePeople(house.context()), 1);
  EXPECT_EQ(DeliveryOf(theirs).buyer.name, "Vàng Thị Mỷ");
  EXPECT_TRUE(TrackOrder(house.context(), theirs.code, {*Phone::Parse("0987654321"), {}}));
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM messages WHERE order_id = '" + theirs.id.text() + "'"), messages);
  EXPECT_EQ(house.Number("SELECT delivered FROM phone_records"), 1) << "theirs";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM evidence"), 1);
  EXPECT_EQ(Told("evidence.over"), 0) << "the same picture is of their order, too";
}

TEST_F(Erasing, StopsWhereTheKeysDiffer) {
  const auto asked = Request(std::string(32, 'f'));
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, "field-key-differs");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM erasures"), 0);
}

TEST_F(Erasing, OfOldPhotosLeavesOpenCasesAndYoungOnes) {
  const auto old = Delivered(), disputed = Delivered();
  const auto keep = [&](const Order& order, const std::string& id, const std::string& name) {
    EXPECT_TRUE(house.Do([&](auto& t) -> keel::Result<Evidence> {
      return EvidenceStore(t.session()).Insert({id, order.id, name, {400}}, house.clock().Now());
    }));
  };
  keep(old, "med_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "0123456789abcde0");
  keep(disputed, "med_01J9ZQ8XW3K5T7V2N4M6P8R0AC", "0123456789abcde1");
  EXPECT_TRUE(house.Do([&](auto& t) {
    return OpenDispute(t, house.context(), disputed.code, kBuyer, {"other", "không đúng ảnh", {}, {}});
  }));
  house.clock().Advance(std::chrono::days(179));
  EXPECT_EQ(SweepEvidence(house.context(), std::chrono::days(180)), 0);
  keep(old, "med_01J9ZQ8XW3K5T7V2N4M6P8R0AD", "0123456789abcde2");
  house.clock().Advance(std::chrono::days(2));
  EXPECT_EQ(SweepEvidence(house.context(), std::chrono::days(180)), 1);
  EXPECT_EQ(SweepEvidence(house.context(), std::chrono::days(180)), 0);
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM evidence"), 2);
  EXPECT_EQ(json::parse(house.LastBody("evidence.over"))["name"], "0123456789abcde0");
}

TEST_F(Erasing, ACopyIsOfWhatThePhoneOrTheAccountBought) {
  const auto mine = Delivered();
  Delivered("0987654321", "Vàng Thị Mỷ");
  const auto data =
      ReadPersonalData(house.context(), "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AD", PhoneIndex(kPhone, house.context().key));
  ASSERT_EQ(data.orders.size(), 1U);
  EXPECT_EQ(data.orders[0].whole.order.id, mine.id);
  EXPECT_EQ(data.orders[0].whole.delivery.note, "gọi trước khi giao");
  EXPECT_EQ(data.record.delivered, 1);
  EXPECT_TRUE(ReadPersonalData(house.context(), "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AD", "").orders.empty());
}

TEST_F(Erasing, OfASellerAsksForShopsAndOrders) {
  const auto party = test::PartyIdOf("a");
  auto business = BusinessOf(house.context(), party);
  EXPECT_EQ(business.open_shop, "Gian hàng a");
  EXPECT_EQ(business.open_orders, 0);
  const auto order = Delivered();
  Bought();
  EXPECT_TRUE(house.Do([&](auto& t) {
    return OpenDispute(t, house.context(), order.code, kBuyer, {"other", "không đúng ảnh", {}, {}});
  }));
  business = BusinessOf(house.context(), party);
  EXPECT_EQ(business.open_orders, 2);
  EXPECT_EQ(BusinessOf(house.context(), test::PartyIdOf("nobody")).open_orders, 0);
}

}  // namespace
}  // namespace orders
