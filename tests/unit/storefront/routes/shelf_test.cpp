#include "storefront/routes/parts/shelf.hpp"

#include <gtest/gtest.h>

#include "keel/text/text.hpp"

namespace storefront {
namespace {

backends::ProductQuery Asked(std::string words) {
  web::Request request;
  request.query = {{"q", std::move(words)}};
  return ReadShelfQuery(request);
}

TEST(ShelfQuery, IsTextWhateverTheAddressHolds) {
  EXPECT_EQ(Asked("mật ong").q, "mật ong");
  EXPECT_EQ(Asked("ma\u0302\u0323t").q, "mật") << "one form";
  const auto broken = Asked("\xFF\xFEmat");
  EXPECT_TRUE(keel::text::IsUtf8(broken.q)) << "the page shows it again";
  EXPECT_TRUE(broken.q.ends_with("mat"));
}

TEST(ShelfQuery, IsCutBetweenWordsAndNeverWithinALetter) {
  std::string long_one;
  for (int i = 0; i < 300; ++i) long_one += "mật ";
  EXPECT_LE(Asked(long_one).q.size(), 400u);
  EXPECT_TRUE(Asked(long_one).q.ends_with("mật"));
  std::string endless;
  for (int i = 0; i < 300; ++i) endless += "ậ";
  EXPECT_TRUE(keel::text::IsUtf8(Asked(endless).q));
}

}  // namespace
}  // namespace storefront
