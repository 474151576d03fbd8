#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/statvfs.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "tests/integration/lives/market.hpp"

namespace lives {
namespace {

/// The deed at that place of a line on which each is as long as it is frequent.
Deed DeedAt(int place) {
  std::size_t deed = 0;
  for (; deed + 1 < kDeeds.size() && place >= kDeeds[deed].weight; ++deed) place -= kDeeds[deed].weight;
  return Deed(deed);
}

int AllWeights() {
  int sum = 0;
  for (const auto& kind : kDeeds) sum += kind.weight;
  return sum;
}

}  // namespace
}  // namespace lives

namespace rc {
template <>
struct Arbitrary<lives::Step> {
  static Gen<lives::Step> arbitrary() {
    const auto deed =
        gen::noShrink(gen::map(gen::resize(kNominalSize, gen::inRange<int>(0, lives::AllWeights())), &lives::DeedAt));
    const auto number = gen::resize(kNominalSize, gen::inRange<unsigned>(0, 60));
    return gen::build<lives::Step>(gen::set(&lives::Step::deed, deed), gen::set(&lives::Step::a, number),
                                   gen::set(&lives::Step::b, number), gen::set(&lives::Step::c, number));
  }
};
}  // namespace rc

namespace lives {
namespace {

constexpr int kStepsOfALife = 400;
/// A run that is only a few lives long misses what is rare. A long one must have seen everything, and where it did not
/// goes on for this many lives at most.
constexpr std::int64_t kLongRun = 10'000;
constexpr int kMoreLives = 25;

/// What a run must have seen at least once.
constexpr std::array kMustHappen{
    "placed for cash", "placed for a transfer", "placed for a wallet",
    // Transfers.
    "transfer as asked", "transfer of a part", "transfer of too much", "bank line told again",
    "transfer of nobody knows whom", "transfer matched by hand", "transfer sent back", "refunded by transfer",
    "payment ran out", "hold ran out", "goods held for longer",
    // Wallets.
    "sent to a wallet", "wallet's answer lost", "wallet refused", "paid at a wallet", "wallet payment failed",
    "failure told", "paid at a wallet, its call is late", "late call came", "paid at a wallet, which is silent",
    "wallets asked by the clock", "wallet asked for the payer who is back", "call came twice", "old call came again",
    "charged twice", "forged call", "call of another amount", "refunded whole through a wallet",
    "refunded in part through a wallet", "refund's answer lost", "refund takes its time", "refund refused by a wallet",
    "refund tried again",
    // Orders.
    "accepted", "accepted in part", "sent in parts", "cancelled in part by the shop", "cancelled in part by the buyer",
    "last line taken off", "cancelled by the shop", "cancelled by the buyer", "acceptance clock moved",
    "late packing told", "packed", "on the road", "delivered", "delivery refused", "came back from the road",
    "substitute offered", "substitute taken", "substitute refused", "substitute timed out",
    "weighed, the buyer is asked", "weighed, the price follows", "weighed, the price stays", "light weight taken",
    "light weight declined", "weight answered by the clock",
    // After the sale.
    "return asked", "whole return asked", "return agreed", "return refused", "return withdrawn",
    "return moved by the clock", "return received and sold again", "return received spoiled",
    "return left with the buyer", "disputed on the road", "disputed after delivery", "dispute answered",
    "dispute withdrawn", "decided for the shop", "decided for the buyer", "decided for a part",
    // Stock.
    "harvest sold ahead", "harvest fell short", "harvest was enough", "fill shared by turns", "fill shared pro rata",
    "member brought all", "member brought less", "member failed", "member replaced", "shelf counted",
    "goods thrown away",
    // The market's own people.
    "fee changed", "money held by a partner", "money straight to sellers", "cash by post", "paid out by hand",
    "round of payouts made", "payout paid", "payout bounced", "payout bounced after it was paid",
    "taken back from a round what was paid out before", "cash remitted", "carrier's statement taken",
    "wrong line decided", "carrier's statement matched", "tax paid", "month closed", "line that left and names nobody",
    "line that left explained", "line that no buyer paid explained", "explanation taken back",
    "seller paid back what he owed",
    // The feeds.
    "feeds read to their ends", "events told again"};

/// All lives of this run together.
struct Story {
  std::map<std::string, int, std::less<>> happened;
  std::int64_t steps = 0, lives = 0;
  std::string last_failure;  ///< As a script; after shrinking, the smallest.

  std::string Missing() const {
    std::string missing;
    for (const auto* what : kMustHappen)
      if (!happened.contains(what)) missing += std::string(missing.empty() ? "" : "; ") + what;
    return missing;
  }
};

/// Every failing life is told at once: shrinking it may take minutes.
void Fail(Story& run, const Market& market, const std::string& when, const std::vector<Step>& steps,
          const std::vector<std::string>& wrong) {
  std::cout << when << " of " << steps.size() << ": " << wrong.front() << std::endl;
  std::ostringstream script;
  script << market.script() << "\nWRONG " << when << ":\n";
  for (const auto& one : wrong) script << "  " << one << '\n';
  run.last_failure = script.str();
}

void Live(Story& run, const std::vector<Step>& steps) {
  Market market;
  const auto check = [&](const std::string& when, bool at_rest) {
    const auto wrong = market.Wrong(at_rest);
    if (!wrong.empty()) Fail(run, market, when, steps, wrong);
    RC_ASSERT(wrong.empty());
  };
  const auto guarded = [&](const std::string& when, const auto& work) {
    try {
      work();
    } catch (const std::exception& fault) {
      Fail(run, market, when, steps, {fault.what()});
      throw;
    }
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    guarded("in step " + std::to_string(i), [&] { market.Do(steps[i]); });
    check("after step " + std::to_string(i), false);
  }
  guarded("coming to rest", [&] { market.ComeToRest(); });
  check("at rest", true);
  run.steps += std::int64_t(steps.size());
  ++run.lives;
  for (const auto& [what, count] : market.happened()) run.happened[what] += count;
  std::cout << steps.size() << " steps: " << market.Summary() << std::endl;
}

std::int64_t StepsToLive() {
  const char* asked = std::getenv("LIVES_STEPS");  // For the long run: LIVES_STEPS=100000.
  return asked == nullptr ? 2'500 : std::max<std::int64_t>(kStepsOfALife, std::atoll(asked));
}

/// Lives until so many steps were made and everything happened; rapidcheck reads RC_PARAMS once, so that all of it is
/// one check, whose last lives are empty where those before were enough.
bool Hold(Story& run) {
  const char* asked = std::getenv("RC_PARAMS");  // "seed=…", "noshrink=1".
  const bool long_run = StepsToLive() >= kLongRun;
  const auto lives = 2 * StepsToLive() / kStepsOfALife + (long_run ? kMoreLives : 0);
  setenv("RC_PARAMS", ("max_success=" + std::to_string(lives) + " " + (asked == nullptr ? "" : asked)).c_str(), 1);
  return rc::check("stock and money add up at every step", [&run, long_run] {
    if (run.steps >= StepsToLive() && (!long_run || run.Missing().empty())) return;
    // Lengths are even between nothing and the size.
    Live(run, *rc::gen::resize(2 * kStepsOfALife, rc::gen::container<std::vector<Step>>(rc::gen::arbitrary<Step>())));
  });
}

/// The database lives in memory where there is enough of it: what a power cut costs is another test's matter.
void KeepInMemory() {
  constexpr std::uint64_t kEnough = 2'000'000'000;
  struct statvfs memory {};
  if (statvfs("/dev/shm", &memory) == 0 && std::uint64_t(memory.f_bavail) * memory.f_frsize > kEnough)
    setenv("TMPDIR", "/dev/shm", 0);
}

/// Purchases of several shops, paid in every way there is, made smaller, cancelled, carried, lost, brought back and
/// disputed, settled and paid out, while feeds come late and twice, processes die between an effect and its commit, and
/// banks, wallets and carriers repeat themselves.
TEST(WholeLives, NeverLoseAPieceOrADong) {
  KeepInMemory();
  Story run;
  const bool held = Hold(run);
  std::cout << run.lives << " lives, " << run.steps << " steps. What happened, and how often:\n";
  for (const auto& [what, count] : run.happened) std::cout << "  " << count << "  " << what << '\n';
  if (!held) std::cout << "The failing life, as small as it could be made:\n" << run.last_failure;
  EXPECT_TRUE(held);
  const auto missing = run.Missing();
  if (!missing.empty()) std::cout << "Never happened: " << missing << '\n';
  EXPECT_GE(run.steps, held ? StepsToLive() : 0);
  EXPECT_TRUE(!held || StepsToLive() < kLongRun || missing.empty()) << "in a run as long as this one";
}

}  // namespace
}  // namespace lives
