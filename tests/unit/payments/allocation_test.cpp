#include "payments/domain/allocation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/domain/ledger.hpp"
#include "payments/domain/table.hpp"

namespace payments {
namespace {

using keel::Money;

std::vector<Payable> Items(const std::vector<std::int64_t>& amounts) {
  std::vector<Payable> items;
  for (const auto amount : amounts)
    items.push_back({std::int64_t(items.size()) + 1, OrderId::New(keel::Instant()), Money::Vnd(amount)});
  return items;
}

TEST(Allocate, PaysAllAndTakesOffWhatIsOwedBack) {
  const auto lines = Allocate(Items({100, -30, 50}));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(SumOf(lines), Money::Vnd(120));
}

TEST(Allocate, CarriesWhatIsBelowZero) {
  EXPECT_TRUE(Allocate(Items({100, -130})).empty());
  EXPECT_TRUE(Allocate({}).empty());
}

TEST(Allocate, PaysTheOldestFirstAndTheLastInPart) {
  const auto lines = Allocate(Items({100, 100, 100}), Money::Vnd(150));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].amount, Money::Vnd(100));
  EXPECT_EQ(lines[1].amount, Money::Vnd(50));
}

RC_GTEST_PROP(Allocate, SumsToWhatIsWantedAndNeverPaysAnItemTwice, ()) {
  const auto items =
      Items(*rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-1'000, 2'000)));
  Money all;
  for (const auto& item : items) all = Sum(all, item.rest);
  const auto wanted = Money::Vnd(*rc::gen::inRange<std::int64_t>(1, 5'000));
  const auto lines = Allocate(items, wanted);
  const auto expected = all <= Money() ? Money() : wanted < all ? wanted : all;
  RC_ASSERT(SumOf(lines) == expected);
  for (const auto& line : lines) {
    const auto& item = items[std::size_t(line.item - 1)];
    const bool sound =
        item.rest < Money() ? line.amount == item.rest : line.amount > Money() && line.amount <= item.rest;
    RC_ASSERT(sound);
  }
}

TEST(ReadTable, FindsColumnsByAnyOfTheirNames) {
  const auto rows =
      ReadTable("\xEF\xBB\xBFNội dung;Trạng thái;Số tiền\r\nTRA1;Thành công;1.234.000\r\n",
                {{"reference", {"noi-dung"}}, {"status", {"trang-thai"}}, {"amount", {"so-tien"}, false}}, 10);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front()["reference"], "TRA1");
  EXPECT_EQ(rows->front()["amount"], "1.234.000");
  EXPECT_EQ(rows->front()["nothing"], "");
}

TEST(ReadTable, SaysWhatIsMissing) {
  EXPECT_EQ(ReadTable("a,b\r\n", {{"reference", {}}}, 10).error().argument, "reference");
  EXPECT_EQ(ReadTable("", {{"reference", {}}}, 10).error().code, "csv-empty");
  EXPECT_EQ(ReadTable("reference\n1\n2\n3\n", {{"reference", {}}}, 2).error().code, "csv-too-many-rows");
}

}  // namespace
}  // namespace payments
