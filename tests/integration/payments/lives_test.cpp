#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "payments/flows/match_cod.hpp"
#include "payments/flows/pay_sellers.hpp"
#include "payments/flows/statement.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using keel::Money;
using nlohmann::json;

/// Whole lives of orders in any order, told once or twice: at the end everything adds up, and every order without a
/// dispute brought its seller what was quoted for it.
class Lives : public DeskUnderTest {
 protected:
  struct Life {
    TestOrder order;
    std::int64_t goods = 0;
    std::int64_t version = 1;
    std::string state = "open";
    bool paid = false, disputed = false;
  };

  void Twice(bool twice, const std::function<void()>& tell) {
    tell();
    if (twice) tell();
  }
  void Amend(Life& life, std::int64_t goods, bool twice) {
    ++life.version;
    life.goods = goods;
    const auto total = goods + life.order.freight;
    Twice(twice, [&] {
      Tell("order.amended", life.order.id,
           json{{"order_id", life.order.id},
                {"goods", goods},
                {"freight", life.order.freight},
                {"total", total},
                {"why", "shop-short"},
                {"version", life.version}}
               .dump());
    });
  }
  void Dispute(Life& life, std::int64_t amount, bool twice) {
    life.disputed = true;
    const auto id = "dis_" + std::to_string(++life.version);
    Twice(twice, [&] {
      Tell("order.refund-due", life.order.id,
           json{{"order_id", life.order.id}, {"amount", amount}, {"cause", "dispute"}, {"cause_id", id}}.dump());
    });
  }
  std::int64_t Quoted(std::int64_t goods) {
    return QuoteNet(desk_, Money::Vnd(goods), "household", "mat-ong", "", true)->net.net.dong();
  }
};

RC_GTEST_FIXTURE_PROP(Lives, AddUpToTheDongHoweverTheyGo, ()) {
  const Payee payee{"970436", "0011002233445", "GIANG A PAO", "Giàng A Páo", "", "personal-id", true, 0};
  RC_ASSERT(bool(
      Do([&](auto& transaction) { return SavePayee(transaction, desk_, PartyId::FromRow(party_), payee, "acc_1"); })));
  std::vector<Life> lives;
  int statement = 0;
  const auto steps = *rc::gen::inRange(1, 25);
  for (int step = 0; step < steps; ++step) {
    const bool twice = *rc::gen::arbitrary<bool>();
    const auto kind = lives.empty() ? 0 : *rc::gen::inRange(0, 10);
    if (kind == 0) {
      const auto goods = *rc::gen::inRange<std::int64_t>(1, 3'000'000);
      const auto order = Place({*rc::gen::element<std::string>("cod", "vietqr")}, goods).front();
      if (twice) TellPlaced({order});
      lives.push_back({order, goods});
      continue;
    }
    auto& life = lives[*rc::gen::inRange<std::size_t>(0, lives.size())];
    const bool cash = life.order.method == "cod";
    if (kind == 1 && !cash && !life.paid && life.state == "open") {
      const auto remaining = Look(life.order).intent.Remaining().dong();
      if (remaining > 0) RC_ASSERT(bool(Bank(remaining, Look(life.order).intent.reference)));
      life.paid = true;
    } else if (kind == 2 && life.state == "open") {
      Amend(life, *rc::gen::inRange<std::int64_t>(0, life.goods + 1), twice);
    } else if (kind <= 4 && life.state == "open" && (cash || life.paid) && life.goods > 0) {
      Twice(twice, [&] { TellMoved(life.order, "delivered"); });
      life.state = "delivered";
    } else if (kind == 5 && life.state == "open") {
      Twice(twice, [&] { TellMoved(life.order, "cancelled"); });
      life.state = "cancelled";
    } else if (kind == 6 && life.state == "delivered") {
      Dispute(life, *rc::gen::inRange<std::int64_t>(1, life.goods + 1), twice);
    } else if (kind == 7 && life.state == "delivered" && !life.disputed) {
      Twice(twice, [&] { TellMoved(life.order, "returned"); });
      life.state = "returned";
    } else if (kind == 8) {
      std::string csv = "order,collected\r\n";
      std::int64_t sum = 0;
      for (const auto& order : OverdueCod(desk_, "ghn")) {
        csv += order.code.empty() ? "" : order.order.text() + "," + std::to_string(order.expected.dong()) + "\r\n";
        sum += order.expected.dong();
      }
      if (sum > 0) {
        const auto taken = Do([&](auto& transaction) {
          return TakeRemittance(transaction, desk_, "ghn", std::to_string(++statement), csv, "acc_1");
        });
        const auto receipt = Bank(sum, "GHN")->id;
        RC_ASSERT(bool(Do([&](auto& transaction) {
          return MatchStatement(transaction, desk_, taken->remittance.id, receipt, false);
        })));
      }
    } else if (kind == 9) {
      clock_.Advance(std::chrono::hours(24 * *rc::gen::inRange(1, 8)));
      const auto batch =
          Do([&](auto& transaction) { return PreparePayouts(transaction, desk_, Money::Vnd(1), "acc_1"); });
      if (batch) {
        const auto id = batch->payouts[0].id;
        const bool bounces = *rc::gen::arbitrary<bool>();
        Twice(twice, [&] {
          (void)Do([&](auto& transaction) {
            return bounces ? BouncePayout(transaction, desk_, id, "sai") : ConfirmPayout(transaction, desk_, id, "FT1");
          });
        });
      }
    }
  }
  for (const auto& found : LedgerStore(*pool_->Take()).Verify())
    RC_FAIL(found.what + ": " + found.row + " stored " + std::to_string(found.stored.dong()) + " recomputed " +
            std::to_string(found.recomputed.dong()));
  const auto whole =
      StatementOf(desk_, PartyId::FromRow(party_), keel::Instant(), clock_.Now() + std::chrono::hours(1));
  RC_ASSERT(-whole.closing.dong() == Balance(Seller()));
  for (const auto& life : lives) {
    if (life.disputed || life.state != "delivered") continue;
    std::int64_t settled = 0;
    for (const auto& line : whole.lines)
      if (line.order_id == life.order.id && line.kind == "sale") settled += line.amount.dong();
    RC_ASSERT(settled == Quoted(life.goods));
  }
}

}  // namespace
}  // namespace payments
