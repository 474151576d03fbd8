#include "keel/text/network.hpp"

#include <gtest/gtest.h>

namespace keel {
namespace {

TEST(Networks, AreWhatIsCounted) {
  EXPECT_EQ(NetworkOf("203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(NetworkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(NetworkOf("2001:db8:1:2::ffff"), "2001:db8:1:2::/64");
  EXPECT_EQ(NetworkOf("::ffff:203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(NetworkOf(""), "");
  EXPECT_EQ(NetworkOf("not an address"), "");
}

}  // namespace
}  // namespace keel
