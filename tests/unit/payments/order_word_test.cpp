#include "payments/domain/order_word.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace payments {
namespace {

using keel::Money;

BookedOrder Booked(const std::string& id) {
  return {id,
          "CP-AAAA-AA1",
          "pty_1",
          "vietqr",
          MoneyState::kSettled,
          Money::Vnd(150'000),
          Money::Vnd(21'000),
          Money::Vnd(171'000)};
}
OrderWord Said(const std::string& id) {
  return {
      id, "CP-AAAA-AA1", "pty_1", "vietqr", "delivered", Money::Vnd(150'000), Money::Vnd(21'000), Money::Vnd(171'000)};
}

struct Case {
  const char* name;
  std::function<void(BookedOrder&, OrderWord&)> change;
  std::vector<std::string> differs;
  friend void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }
};
const Case kCases[] = {
    {"Same", [](auto&, auto&) {}, {}},
    {"Code", [](auto&, auto& said) { said.code = "CP-BBBB-BB2"; }, {"code"}},
    {"Seller", [](auto& booked, auto&) { booked.party = "pty_2"; }, {"seller"}},
    {"Method", [](auto&, auto& said) { said.method = "cod"; }, {"way to pay"}},
    {"SettledButNeverDelivered", [](auto&, auto& said) { said.state = "packed"; }, {"state"}},
    {"DeliveredButNeverSettled", [](auto& booked, auto&) { booked.state = MoneyState::kOpen; }, {"state"}},
    {"CancelledThere", [](auto&, auto& said) { said.state = "cancelled"; }, {"state"}},
    {"Total", [](auto&, auto& said) { said.goods = Money::Vnd(160'000), said.total = Money::Vnd(181'000); }, {"total"}},
    {"Freight",
     [](auto&, auto& said) { said.goods = Money::Vnd(151'000), said.freight = Money::Vnd(20'000); },
     {"goods", "freight"}},
    {"GivenBackAndBooked",
     [](auto& booked, auto& said) {
       booked.goods = Money::Vnd(100'000), booked.total = Money::Vnd(121'000);
       said.given_back = Money::Vnd(50'000);
     },
     {}},
    {"GivenBackAndNotBooked", [](auto&, auto& said) { said.given_back = Money::Vnd(50'000); }, {"total"}},
    {"BookedAndNotGivenBack", [](auto& booked, auto&) { booked.total = Money::Vnd(121'000); }, {"total"}},
    {"ReturnedKeepsItsAmounts",
     [](auto& booked, auto& said) {
       booked.state = MoneyState::kReturned, said.state = "returned", said.given_back = Money::Vnd(1'000);
     },
     {}},
    {"DecidedBeforeItsParcelCameBack",
     [](auto& booked, auto& said) {
       booked.goods = Money::Vnd(100'000), booked.total = Money::Vnd(121'000);
       said.given_back = Money::Vnd(50'000), said.state = "returned";
     },
     {}},
    {"CameBackAndStillSettled", [](auto&, auto& said) { said.state = "returned"; }, {"state"}},
    {"NewsOnItsWay", [](auto&, auto& said) { said.state = "packed", said.total = Money(), said.untold = true; }, {}},
};

class Words : public testing::TestWithParam<Case> {};

TEST_P(Words, NamesWhatDiffers) {
  auto booked = Booked("ord_1");
  auto said = Said("ord_1");
  GetParam().change(booked, said);
  std::vector<std::string> what;
  for (const auto& row : Compare({booked}, {said})) {
    EXPECT_EQ(row.order, "ord_1");
    EXPECT_NE(row.here, row.there);
    what.push_back(row.what);
  }
  EXPECT_EQ(what, GetParam().differs);
}
INSTANTIATE_TEST_SUITE_P(All, Words, testing::ValuesIn(kCases), [](const auto& row) { return row.param.name; });

TEST(Words, OrdersThatOnlyOneSideKnows) {
  auto new_there = Said("ord_4");
  new_there.untold = true;
  const auto found = Compare({Booked("ord_1"), Booked("ord_2")}, {Said("ord_2"), Said("ord_3"), new_there});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].order, "ord_1");
  EXPECT_EQ(found[0].there, "nothing");
  EXPECT_EQ(found[1].order, "ord_3");
  EXPECT_EQ(found[1].here, "nothing");
}

}  // namespace
}  // namespace payments
