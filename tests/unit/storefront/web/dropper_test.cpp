#include "storefront/web/dropper.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

using Clock = std::chrono::steady_clock;

class DropperTest : public testing::Test {
 protected:
  void Keep(const std::string& key, std::vector<std::string> tags) {
    pages.Put(key, MakeCachedPage(key, "text/html", std::move(tags), std::chrono::hours(1)), pages.Ticket());
  }
  bool Has(const std::string& key) { return pages.Find(key, now) != nullptr; }

  PageCache pages{1 << 20};
  Dropper dropper{pages};
  Clock::time_point now = Clock::now();
};

TEST_F(DropperTest, DropsWhatAnEventNamesAndEveryList) {
  Keep("product", {"product:prd_1"});
  Keep("other", {"product:prd_2"});
  Keep("home", {"list"});
  dropper.OnEvent("offer.changed", R"({"product_id":"prd_1","variant_id":"var_1"})", now);
  EXPECT_FALSE(Has("product"));
  EXPECT_FALSE(Has("home"));
  EXPECT_TRUE(Has("other"));
}

TEST_F(DropperTest, DropsAgainForProjectionsThatLagBehind) {
  dropper.OnEvent("stock.band-changed", R"({"variant_id":"var_1","band":"out"})", now);
  Keep("made of old stock", {"variant:var_1"});
  dropper.DropDue(now + std::chrono::milliseconds(900));
  EXPECT_TRUE(Has("made of old stock"));
  dropper.DropDue(now + std::chrono::milliseconds(1'100));
  EXPECT_FALSE(Has("made of old stock"));
  Keep("still old", {"variant:var_1"});
  dropper.DropDue(now + std::chrono::seconds(5));
  EXPECT_FALSE(Has("still old"));
}

TEST_F(DropperTest, LeavesEverythingOnEventsItDoesNotKnow) {
  Keep("home", {"list"});
  dropper.OnEvent("purchase.placed", R"({"purchase_id":"pur_1"})", now);
  dropper.OnEvent("offer.changed", "not json", now);
  EXPECT_TRUE(Has("home"));
  dropper.OnGap();
  EXPECT_FALSE(Has("home"));
}

}  // namespace
}  // namespace storefront::web
