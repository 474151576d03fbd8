#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <iostream>

#include "tests/integration/lives/market.hpp"

namespace rc {
template <>
struct Arbitrary<lives::Step> {
  static Gen<lives::Step> arbitrary() {
    using lives::Deed;
    // As often as in life: placing, paying and moving on happen all the time, the rest now and then.
    const auto deed =
        gen::weightedOneOf<Deed>({{5, gen::just(Deed::kPlaceCash)},    {6, gen::just(Deed::kPlaceTransfer)},
                                  {14, gen::just(Deed::kPayAll)},      {2, gen::just(Deed::kPayPart)},
                                  {2, gen::just(Deed::kPayTooMuch)},   {2, gen::just(Deed::kRepeatLine)},
                                  {2, gen::just(Deed::kPayUnknown)},   {24, gen::just(Deed::kAccept)},
                                  {2, gen::just(Deed::kShopTakesOff)}, {2, gen::just(Deed::kBuyerTakesOff)},
                                  {24, gen::just(Deed::kPack)},        {36, gen::just(Deed::kParcel)},
                                  {1, gen::just(Deed::kShopCancels)},  {1, gen::just(Deed::kBuyerCancels)},
                                  {3, gen::just(Deed::kCount)},        {1, gen::just(Deed::kNewFee)},
                                  {3, gen::just(Deed::kRefund)},       {3, gen::just(Deed::kPayOut)},
                                  {3, gen::just(Deed::kRemit)},        {2, gen::just(Deed::kHours)},
                                  {6, gen::just(Deed::kTell)}});
    const auto number = gen::resize(kNominalSize, gen::inRange<unsigned>(0, 60));
    return gen::build<lives::Step>(gen::set(&lives::Step::deed, deed), gen::set(&lives::Step::a, number),
                                   gen::set(&lives::Step::b, number), gen::set(&lives::Step::c, number));
  }
};
}  // namespace rc

namespace lives {
namespace {

constexpr int kStepsOfALife = 400;

/// Every failing life is told at once: shrinking it may take minutes.
void Say(const std::string& when, const std::vector<Step>& steps, const std::vector<std::string>& wrong) {
  std::cout << when << " of " << steps.size() << ": " << wrong.front() << std::endl;
  for (const auto& one : wrong) RC_LOG() << when << ": " << one << '\n';
}

int LivesToLive() {
  const char* asked = std::getenv("LIVES_STEPS");  // For the long run: LIVES_STEPS=100000.
  return (asked == nullptr ? 2'500 : std::max(kStepsOfALife, std::atoi(asked))) / kStepsOfALife;
}

/// Purchases of several shops, paid in every way there is, made smaller, cancelled, carried, lost and brought back,
/// while feeds come late, processes die between an effect and its commit, and the bank repeats itself.
TEST(WholeLives, NeverLoseAPieceOrADong) {
  setenv("RC_PARAMS", ("max_success=" + std::to_string(LivesToLive())).c_str(), 0);
  std::string last;
  const bool held = rc::check("stock and money add up at every step", [&last] {
    // Lengths are even between nothing and the size.
    const auto steps =
        *rc::gen::resize(2 * kStepsOfALife, rc::gen::container<std::vector<Step>>(rc::gen::arbitrary<Step>()));
    Market market;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      try {
        market.Do(steps[i]);
      } catch (const std::exception& fault) {
        Say("in step " + std::to_string(i), steps, {fault.what()});
        throw;
      }
      const auto wrong = market.Wrong(false);
      if (!wrong.empty()) Say("after step " + std::to_string(i), steps, wrong);
      RC_ASSERT(wrong.empty());
    }
    market.Settle();
    const auto wrong = market.Wrong(true);
    if (!wrong.empty()) Say("at rest", steps, wrong);
    RC_ASSERT(wrong.empty());
    last = market.Summary();
    std::cout << steps.size() << " steps: " << last << std::endl;
  });
  std::cout << "The last life had " << last << '\n';
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace lives
