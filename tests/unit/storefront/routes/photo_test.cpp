#include "storefront/routes/parts/photo.hpp"

#include <gtest/gtest.h>

namespace storefront {
namespace {

TEST(Picture, OffersTheSmallestFormatsFirstWithMeasures) {
  backends::Photo photo;
  photo.width = 800;
  photo.height = 600;
  photo.avif = {{160, "/anh/a-160.avif"}, {400, "/anh/a-400.avif"}};
  photo.jpeg = {{160, "/anh/a-160.jpg"}, {400, "/anh/a-400.jpg"}};
  EXPECT_EQ(Picture(photo, {.alt = "Mật \"ong\"", .sizes = "47vw"}).text(),
            "<picture><source type=\"image/avif\" srcset=\"/anh/a-160.avif 160w, /anh/a-400.avif 400w\" sizes=\"47vw\">"
            "<img src=\"/anh/a-400.jpg\" srcset=\"/anh/a-160.jpg 160w, /anh/a-400.jpg 400w\" sizes=\"47vw\" alt=\"Mật "
            "&quot;ong&quot;\" "
            "width=\"800\" height=\"600\" decoding=\"async\" loading=\"lazy\"></picture>");
}

TEST(Picture, OfTheFirstViewIsFetchedAtOnce) {
  backends::Photo photo;
  photo.jpeg = {{160, "/anh/a-160.jpg"}};
  const std::string html = Picture(photo, {.alt = "", .first = true}).text();
  EXPECT_NE(html.find("fetchpriority=\"high\""), std::string::npos);
  EXPECT_EQ(html.find("loading"), std::string::npos);
  EXPECT_NE(html.find("width=\"160\" height=\"160\""), std::string::npos);
}

TEST(Picture, OfNothingIsNothing) {
  EXPECT_TRUE(Picture({}, {.alt = "x"}).empty());
}

}  // namespace
}  // namespace storefront
