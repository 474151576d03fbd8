#include "storefront/web/form.hpp"

#include <gtest/gtest.h>

namespace storefront::web {
namespace {

Form Sent(std::string type, std::string body) {
  keel::http::Request request;
  request.headers["content-type"] = std::move(type);
  request.body = std::move(body);
  return Form::Of(request);
}

Form Sent(std::string body) {
  return Sent("application/x-www-form-urlencoded", std::move(body));
}

TEST(Forms, DecodeTrimAndComposeLetters) {
  const Form form = Sent("ten=++L%C3%BD+Th%E1%BB%8B+M%E1%BA%A9y%20&thon=Na+A%CC%81ng&trong=");
  EXPECT_EQ(form.Text("ten"), "Lý Thị Mẩy");
  EXPECT_EQ(form.Text("thon"), "Na Áng");
  EXPECT_TRUE(form.Has("trong"));
  EXPECT_FALSE(form.Has("khong"));
}

TEST(Forms, DropControlCharactersAndBrokenLetters) {
  EXPECT_EQ(Sent("a=x%00y%1fz").Text("a"), "xyz");
  EXPECT_EQ(Sent("a=%ff%fe").Text("a"), "");
}

TEST(Forms, HaveNoFieldWhoseNameIsNoText) {
  EXPECT_TRUE(Sent("%ff=1").fields().empty());
  EXPECT_TRUE(Sent("a%00=1").fields().empty());
}

TEST(Forms, CutByLettersNotBytes) {
  EXPECT_EQ(Sent("a=%C4%91%C4%91%C4%91").Text("a", 2), "đđ");
}

TEST(Forms, TellAnAbsentNumberFromOneThatCannotBeRead) {
  const Form form = Sent("n=118.400+%C4%91&comma=3,5&none=+&minus=-5&word=12a");
  EXPECT_EQ(form.Number("n", Measure::kDong).value, 118'400);
  EXPECT_EQ(form.Number("comma", Measure::kPieces).state, Number::State::kNotWhole);
  EXPECT_TRUE(form.Number("none", Measure::kPieces).none());
  EXPECT_TRUE(form.Number("not-there", Measure::kPieces).none());
  EXPECT_EQ(form.Number("minus", Measure::kPieces).state, Number::State::kNegative);
  EXPECT_EQ(form.Number("word", Measure::kPieces).state, Number::State::kUnreadable);
}

TEST(Forms, TakeFilesApart) {
  const Form form = Sent("multipart/form-data; boundary=----x1",
                         "------x1\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\nabc\r\n"
                         "------x1\r\nContent-Disposition: form-data; name=\"anh\"; filename=\"mật "
                         "ong.jpg\"\r\nContent-Type: image/JPEG\r\n\r\n"
                         "\xff\xd8\r\n--\r\nbytes\r\n------x1\r\nContent-Disposition: form-data; name=\"anh\"; "
                         "filename=\"\"\r\n\r\n\r\n------x1--\r\n");
  EXPECT_EQ(form.Text("_token"), "abc");
  ASSERT_EQ(form.files().size(), 1U);
  EXPECT_EQ(form.files()[0].field, "anh");
  EXPECT_EQ(form.files()[0].name, "mật ong.jpg");
  EXPECT_EQ(form.files()[0].content_type, "image/jpeg");
  EXPECT_EQ(form.files()[0].bytes, "\xff\xd8\r\n--\r\nbytes");
}

class BrokenMultipart : public testing::TestWithParam<std::string> {};

TEST_P(BrokenMultipart, IsAnEmptyForm) {
  const Form form = Sent("multipart/form-data; boundary=b", GetParam());
  EXPECT_TRUE(form.files().empty());
  EXPECT_TRUE(form.fields().empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenMultipart,
    testing::Values("", "--b", "--b\r\n", "--b\r\nno blank line", "--b\r\n\r\nno end", "x--b\r\n\r\n\r\n--b--",
                    "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\nbytes"));

TEST(Forms, OfAnotherTypeAreEmpty) {
  EXPECT_TRUE(Sent("application/json", R"({"a":1})").fields().empty());
  EXPECT_TRUE(Sent("multipart/form-data", "--b\r\n\r\n").fields().empty());
}

}  // namespace
}  // namespace storefront::web
