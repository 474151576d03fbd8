#include "tests/integration/lives/market.hpp"

#include <stdexcept>

#include "keel/id.hpp"
#include "orders/events/listeners.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_people.hpp"
#include "orders/flows/keep_lots.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/flows/run_clocks.hpp"
#include "orders/flows/run_packing_clocks.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/weigh_order.hpp"
#include "payments/events/orders_feed.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/statement.hpp"
#include "payments/providers/cod/cod.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"
#include "tests/integration/lives/feed.hpp"
#include "tests/integration/lives/secrets.hpp"
#include "tests/rig/private_database.hpp"

namespace lives {
namespace {

constexpr auto kFieldKey = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

payments::Providers MakeProviders(std::vector<std::unique_ptr<Till>> tills) {
  payments::VietQrSettings vietqr;
  vietqr.bank_bin = "970436";
  vietqr.account = "0000000000";
  vietqr.holder = "CHO PHIEN";
  vietqr.webhook_secret = keel::Secret(kBankSecret);
  std::vector<std::unique_ptr<payments::Provider>> all;
  all.push_back(payments::MakeCod());
  all.push_back(payments::MakeVietQr(std::move(vietqr)));
  for (auto& till : tills) all.push_back(std::move(till));
  return payments::Providers(std::move(all));
}

std::vector<Till*> Tills(const payments::Providers& providers) {
  std::vector<Till*> tills;
  for (const auto& provider : providers.all())
    if (auto* till = dynamic_cast<Till*>(provider.get())) tills.push_back(till);
  return tills;
}

}  // namespace

orders::BuyerProof Buyer() {
  return {*orders::Phone::Parse("0912345678"), {}};
}

keel::auth::Principal SellerOf(const orders::Order& order) {
  keel::auth::Principal who;
  who.subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  who.memberships.push_back({order.party_id, order.party_kind, "owner"});
  return who;
}

keel::auth::Principal Operator() {
  auto who = orders::test::OwnerOf("op");
  who.is_operator = true;
  return who;
}

Market::Market()
    : house_(false, 6),
      money_(keel::sql::Pool::Open([] {
        auto options = rig::PrivateDatabase::Shared().NewSchema("payments/store/migrations");
        options.size = 4;
        return options;
      }())),
      providers_(MakeProviders(MakeTills(house_.clock()))),
      seal_(keel::Secret(kFieldKey)),
      desk_{*money_, house_.clock(), providers_, seal_},
      orders_in_payments_(std::make_unique<Feed>(*money_)),
      parcels_in_payments_(std::make_unique<Feed>(*money_)),
      payments_in_orders_(std::make_unique<Feed>(house_.pool())),
      parcels_in_orders_(std::make_unique<Feed>(house_.pool())),
      orders_in_orders_(std::make_unique<Feed>(house_.pool())) {
  tills_ = Tills(providers_);
  // What a power cut costs is another test's matter; here it would only cost time.
  money_->Take()->Run("SET GLOBAL innodb_flush_log_at_trx_commit = 0");
  payments::ListenToOrders(*orders_in_payments_, desk_);
  payments::ListenToShipping(*parcels_in_payments_);
  orders::ListenToPayments(*payments_in_orders_, house_.context());
  orders::ListenToShipping(*parcels_in_orders_, house_.context());
  orders::ListenToOurselves(*orders_in_orders_, house_.context());

  const auto offered = [&](const std::string& name, const std::string& shop, std::int64_t price, std::int64_t pieces) {
    variants_.push_back(name);
    return house_.Offered(name, shop, price, pieces);
  };
  for (const char* shop : {"a", "b", "c"}) {
    offered(std::string("mat") + shop, shop, 149'990, 14);
    offered(std::string("tra") + shop, shop, 35'003, 14);
  }
  offered("manga", "a", 40'009, 0);             // Sold ahead.
  offered("cab", "b", 45'007, 30);              // Sold by the scales.
  auto own = offered("matk", "k", 151'001, 2);  // The cooperative's, filled from its members'.
  own.party_kind = "cooperative";
  own.version = 2;
  house_.Tell(own);
  (void)In(house_.pool(), [&](keel::sql::Transaction& t) {
    return orders::SetWeighed(t, orders::test::OwnerOf("b"), orders::test::VariantId("cab"), 500);
  });
  for (const char* shop : {"a", "b", "c"})
    (void)In(house_.pool(), [&](keel::sql::Transaction& t) {
      orders::FollowMember(t, orders::test::PartyIdOf("k"), orders::test::PartyIdOf(shop), true);
      return orders::SetSupply(t, house_.context(), orders::test::OwnerOf("k"), orders::test::VariantId("matk"),
                               orders::test::VariantId(std::string("mat") + shop), true);
    });
  for (const char* shop : {"a", "b", "c", "k"}) {
    const payments::Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
    (void)In(*money_, [&](keel::sql::Transaction& t) {
      return payments::SavePayee(t, desk_, payments::PartyId::FromRow(orders::test::PartyIdOf(shop)), payee, "acc_1");
    });
  }
}
Market::~Market() = default;

void Market::Happened(std::string_view what, const std::string& to) {
  const auto at = happened_.find(what);
  ++(at == happened_.end() ? happened_.emplace(what, 0).first : at)->second;
  script_.append(" → ").append(what);
  if (!to.empty()) script_.append(" (").append(to).append(")");
}

std::string Market::One(keel::sql::Pool& pool, const std::string& query, unsigned which) {
  std::vector<std::string> found;
  const auto session = pool.Take();
  for (auto rows = session->Query(query + " LIMIT 6"); rows.Next();) found.push_back(rows.Text(0));
  return found.empty() ? std::string() : found[which % found.size()];
}

std::int64_t Market::Number(keel::sql::Pool& pool, const std::string& query) {
  const auto session = pool.Take();
  auto rows = session->Query(query);
  return rows.Next() ? rows.Int(0) : 0;
}

std::optional<orders::Order> Market::Find(const Step& step, const std::string& where) {
  const bool any = step.c % 7 == 6;
  const auto id = One(house_.pool(),
                      "SELECT o.id FROM orders o WHERE " + (any ? std::string("TRUE") : where) +
                          " ORDER BY o.placed_at DESC, o.shop_id",
                      step.a);
  if (id.empty()) return std::nullopt;
  return house_.Read(orders::OrderId::FromRow(id));
}

void Market::Read(keel::sql::Pool& from, Feed& to, std::size_t most) {
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
      const auto done =
          In(to.into, [&](keel::sql::Transaction& transaction) { return handler->second(transaction, event); });
      if (!done)
        throw std::runtime_error(event.topic + " stops the feed: " + std::string(done.error().code) + ' ' +
                                 done.error().detail);
    }
    to.cursor = event.position;
  }
}

void Market::ReadAll() {
  for (auto before = std::int64_t{-1}; before != orders_in_payments_->cursor + payments_in_orders_->cursor;) {
    before = orders_in_payments_->cursor + payments_in_orders_->cursor;
    Read(house_.pool(), *orders_in_payments_, 1'000);
    Read(*money_, *payments_in_orders_, 1'000);
    Read(house_.pool(), *orders_in_orders_, 1'000);
  }
}

void Market::Tell(const Step&) {
  ReadAll();
  Happened("feeds read to their ends");
}

void Market::Rewind(const Step& step) {
  Feed& feed = step.a % 2 == 0 ? *orders_in_payments_ : step.a % 4 == 1 ? *payments_in_orders_ : *orders_in_orders_;
  if (feed.cursor == 0) return;
  feed.cursor = std::max<std::int64_t>(0, feed.cursor - 1 - step.b % 9);
  ReadAll();
  Happened("events told again");
}

void Market::Pass(std::chrono::minutes time) {
  house_.clock().Advance(time);
  stock_moved_ = money_moved_ = true;
  const auto& context = house_.context();
  const auto note = [&](std::int64_t count, const char* what) {
    if (count > 0) Happened(what, std::to_string(count));
  };
  note(static_cast<std::int64_t>(payments::FollowAttempts(desk_)), "wallets asked by the clock");
  note(static_cast<std::int64_t>(payments::ExpireIntents(desk_)), "payment ran out");
  note(orders::SweepUnpaid(context), "hold ran out");
  note(orders::RunClocks(context), "acceptance clock moved");
  note(orders::RunPackingClocks(context), "late packing told");
  const auto lapsed = [&] { return house_.Number("SELECT COUNT(*) FROM returns WHERE state = 'lapsed'"); };
  const auto before = lapsed();
  note(orders::RunReturnClocks(context), "return moved by the clock");
  note(lapsed() - before, "return lapsed");
  note(orders::RunSubstituteClocks(context), "substitute timed out");
  note(orders::SweepWeightQuestions(context), "weight answered by the clock");
  note(orders::SweepLots(context), "lot ran out");
}

void Market::Hours(const Step& step) {
  Pass(std::chrono::minutes(20 + step.a % 30 * 60));
}

void Market::Days(const Step& step) {
  // Those who pay and sell do not sleep for days; what is on its way comes first.
  ReadAll();
  Pass(std::chrono::hours(24 * (1 + step.a % 6) + step.b % 24));
}

void Market::ComeToRest() {
  script_ += "come to rest";
  stock_moved_ = money_moved_ = true;
  ReadAll();
  for (const auto& call : std::exchange(waiting_, {})) Deliver(call, "late call came");
  CarryAllBack();
  script_ += '\n';
}

void Market::Do(const Step& step) {
  using Method = void (Market::*)(const Step&);
  static constexpr std::array<Method, std::size_t(Deed::kCount_)> kMethods{
      &Market::PlaceCash,     &Market::PlaceTransfer, &Market::PlaceWallet,
      &Market::PayAll,        &Market::PayPart,       &Market::PayTooMuch,
      &Market::RepeatLine,    &Market::PayUnknown,    &Market::GoToWallet,
      &Market::PayAtWallet,   &Market::CallLate,      &Market::AskWallets,
      &Market::PayBack,       &Market::Hold,          &Market::Accept,
      &Market::AcceptPart,    &Market::Split,         &Market::ShopTakesOff,
      &Market::BuyerTakesOff, &Market::Substitute,    &Market::AnswerSubstitute,
      &Market::Weigh,         &Market::AnswerWeight,  &Market::Pack,
      &Market::Parcel,        &Market::Refuse,        &Market::ShopCancels,
      &Market::BuyerCancels,  &Market::AskReturn,     &Market::AnswerReturn,
      &Market::ReceiveReturn, &Market::Dispute,       &Market::AnswerDispute,
      &Market::Decide,        &Market::OpenHarvest,   &Market::CutHarvest,
      &Market::OpenFill,      &Market::BringPart,     &Market::Count,
      &Market::Spoil,         &Market::NewFee,        &Market::Mode,
      &Market::Refund,        &Market::PayOut,        &Market::Round,
      &Market::BankFile,      &Market::Remit,         &Market::Statement,
      &Market::Close,         &Market::BankLine,      &Market::Hours,
      &Market::Days,          &Market::Tell,          &Market::Rewind};
  house_.clock().Advance(std::chrono::seconds(1));  // No two steps at the same moment.
  script_.append(kDeeds[std::size_t(step.deed)].name);
  const auto written = script_.size();
  (this->*kMethods[std::size_t(step.deed)])(step);
  // Where there is nothing to do, life goes on somewhere else.
  static constexpr std::array kOnward{&Market::Parcel,      &Market::Pack,   &Market::Weigh,     &Market::Accept,
                                      &Market::PayAtWallet, &Market::PayAll, &Market::GoToWallet};
  for (std::size_t i = 0; i < kOnward.size() && script_.size() == written; ++i)
    (this->*kOnward[(step.b + i) % kOnward.size()])(step);
  // Sometimes a feed is read for a while, sometimes not at all.
  if (step.c % 2 == 0) Read(house_.pool(), *orders_in_payments_, 1 + step.c % 5);
  if (step.c % 3 == 0) Read(*money_, *payments_in_orders_, 1 + step.c % 4);
  if (step.c % 5 == 0) Read(house_.pool(), *orders_in_orders_, 1 + step.c % 6);
  script_ += '\n';
}

std::string Market::Summary() {
  std::map<std::string, int> states;
  for (const auto& placed : placed_) ++states[std::string(NameOf(house_.Read(placed.id).state))];
  std::string text = std::to_string(placed_.size()) + " orders:";
  for (const auto& [state, count] : states) text += ' ' + std::to_string(count) + ' ' + state;
  return text;
}

}  // namespace lives
